/**
 * What the parts of a session stand on: its state, and Python.
 *
 * @module session/ground
 */

/** @typedef {import('../lab-state.js').LabState} LabState */
/** @typedef {import('../../shared/protocol.js').StreamEvent} StreamEvent */

/**
 * @typedef {object} Ground
 * @property {() => LabState} state
 * @property {(patch: Partial<LabState>) => void} update
 * @property {Pick<import('../python-client.js').PythonClient, 'call'>} client
 * @property {() => boolean} ready  whether Python has run the code that the result is about
 * @property {(event: StreamEvent) => void} hear  takes prints
 * @property {(kind: string) => AbortController} begin  a piece of work, for which the one before it is given up
 */

export {};
