/**
 * Made of kept.json, by the build: change that.
 *
 * @module kept
 */

/** Milliseconds since 1970, within JavaScript's calendar. */
export type Moment = number;

/** Of a descent. */
export interface Settings {
  optimizer: 'gradient descent' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adam' | 'line search' | 'l-bfgs' | 'newton';
  rate: number;
  steps: number;
  /** by parameter; null where the parameter's default is meant */
  start: (number | null)[];
  /** each step sees so many of the data */
  batches?: Batches;
}

export interface Batches {
  size: Positive;
  seed: Count;
}

export type Count = number;

export type Positive = number;

/** What a link carries. */
export interface Shared {
  code: string;
  settings: Settings;
  /** which parameters the map shows, where they are not the first two */
  axes?: [Count, Count];
}

export type Id = string;

/** Of the journal: a text that stood in a document. */
export interface Entry {
  id: Id;
  document: Id;
  /** that wrote it */
  tab: Id;
  /** milliseconds since 1970; grows within a document, whatever the clock does */
  at: number;
  /** what made it worth an entry: each says more of a text than those before it */
  origin: 'imported' | 'typed' | 'run' | 'passed';
  text: string;
  /** with which it was studied */
  settings?: Settings;
  /** that the document was given */
  name?: string;
  /** the document was deleted with it */
  gone?: true;
}

/** Of the Lab, as releases before the journal kept it. */
export interface OldText {
  code: string;
  example: string;
  at?: Moment;
  settings?: Settings;
}

export interface ExerciseRecord {
  version: number;
  /** what stands in the editor; null before the first change */
  code: string | null;
  /** when `code` changed last; 0 for never */
  changed: Moment;
  /** when it was passed first */
  passed: Moment | null;
  /** the code that passed last */
  passedCode: string | null;
  /** when that was; 0 for never */
  passedAt: Moment;
  /** how many checks */
  attempts: Tally;
  /** how many were opened */
  hints: Tally;
  solutionOpened: boolean;
  /** each once, newest first; what stands in the editor may be among them */
  earlier: Earlier[];
}

export type Tally = number;

export interface Earlier {
  code: string;
  at: Moment;
  /** what the text was, in words */
  name: string;
  /** the exercise */
  passed?: true;
}

export interface EngineText {
  source: string;
  /** the exercise that it comes from; null for a text of the student's own */
  step: string | null;
  /** by hand, since it came from there */
  edited: boolean;
  /** when it came to stand there */
  at: Moment;
  /** where it comes from, in words */
  from: string;
}

export interface EngineFile {
  /** null before the first step is passed, or anything is pasted */
  source: string | null;
  step: string | null;
  edited: boolean;
  /** for the Lab */
  chosen: boolean;
  at: Moment;
  from: string;
  /** what was carried over from the text before, which the step's code did not have */
  carried: string[];
  /** each once, newest first; the one that stands may be among them */
  earlier: EngineText[];
}

/**
 * What “Export” makes. Its parts are read each by itself, so that what cannot be read is counted.
 */
export interface ProgressFile {
  version: number;
  exercises: Record<string, unknown>;
  journal: unknown[];
  aside: Record<string, unknown>;
  engine?: unknown;
}

/**
 * What a visit could not write before it ended. `values`: key, value, and the stamps of what it was
 * made from.
 */
export interface Pending {
  values: unknown[][];
  entries: unknown[];
}

/** Of writings of a value. */
export type Stamps = string[];

/** What a tab tells the others: that it has written. */
export interface Told {
  keys: string[];
  journal: boolean;
}

/** The document of the Lab that was open last. */
export type LastOpen = string;

/** The types by their names. */
export interface Kept {
  Moment: Moment;
  Settings: Settings;
  Batches: Batches;
  Count: Count;
  Positive: Positive;
  Shared: Shared;
  Id: Id;
  Entry: Entry;
  OldText: OldText;
  ExerciseRecord: ExerciseRecord;
  Tally: Tally;
  Earlier: Earlier;
  EngineText: EngineText;
  EngineFile: EngineFile;
  ProgressFile: ProgressFile;
  Pending: Pending;
  Stamps: Stamps;
  Told: Told;
  LastOpen: LastOpen;
}
