/* Several tabs, whatever becomes of them and of the device: what was kept is there, and what is not kept is said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checked, edited, EMPTY_RECORD, replaced } from '../../web/app/course/record.js';
import { Progress } from '../../web/app/course/progress.js';
import { takeIn } from '../../web/app/course/whole.js';
import { edited as engineEdited, NO_ENGINE } from '../../web/app/model/engine-file.js';
import { Device, settled } from './kept-place.js';
import { text, textsOf } from './random-work.js';
import { oneOf, randomFrom } from './random.js';

const SEEDS = Number(process.env.SEEDS ?? 60);
const MOVES = 40;
const DOCUMENTS = ['lab/kink', 'own/a1', 'link/0-1'];
const IDS = ['chapter/one', 'chapter/two'];

/** What is promised is there once the device is well again. */
class World {
  device = new Device();
  /** @type {any[]} */
  tabs = [];
  /** `document: text`, kept for good. @type {Set<string>} */
  promised = new Set();
  /** Exercise by exercise, the code that passed and was kept. @type {Set<string>} */
  passed = new Set();
  #count = 0;

  /** @param {() => number} random */
  constructor(random) {
    this.random = random;
  }

  async open(name) {
    const tab = await this.device.open(name);
    Object.assign(tab, { progress: new Progress(tab.store, () => this.device.now), last: new Map(), passes: new Set() });
    this.tabs.push(tab);
    return tab;
  }

  /** No two are the same, and none goes on from another. */
  #text() {
    return `${text(this.random).slice(0, 200)} ${(this.#count += 1)}`;
  }

  /** What a tab says is kept, is promised. */
  look() {
    for (const tab of this.tabs) {
      for (const pass of tab.passes) this.shows(tab, ...JSON.parse(pass));
      if (!tab.store.unkept) this.#promise(tab);
    }
  }

  shows(tab, id, code) {
    assert.ok(textsOf(tab.progress.get(id)).includes(code), `${id} no longer shows code that passed: ${JSON.stringify(code)}`);
  }

  #promise(tab) {
    for (const [document, last] of tab.last) this.promised.add(JSON.stringify([document, last]));
    for (const pass of tab.passes) this.passed.add(pass);
  }

  /** @type {Record<string, (tab: any) => unknown>} */
  moves = {
    write: (tab) => this.#writes(tab, this.#text()),
    type: (tab) => {
      const document = oneOf(this.random, DOCUMENTS);
      const before = tab.last.get(document) ?? '';
      this.#writes(tab, before + oneOf(this.random, ['a', '\n', ' = 1', '\ud83d']), document);
    },
    run: (tab) => {
      for (const [document, last] of tab.last) tab.store.noteAgain(document, last, { origin: 'run' });
    },
    answer: (tab) => {
      const [id, code] = [oneOf(this.random, IDS), this.#text()];
      tab.progress.update(id, (record, now) => oneOf(this.random, [edited, replaced])(record, code, now));
    },
    pass: (tab) => {
      const [id, code] = [oneOf(this.random, IDS), this.#text()];
      tab.progress.update(id, (record, now) => checked(edited(record, code, now), true, code, now));
      tab.passes.add(JSON.stringify([id, code]));
    },
    'an engine': (tab) => {
      const [before, text] = [tab.store.get('engine') ?? NO_ENGINE, this.#text()];
      tab.store.set('engine', engineEdited(before, text, this.device.now));
      this.#writes(tab, text, 'engine');
    },
    rename: (tab) => {
      tab.store.turn('own/a1');
      this.#writes(tab, tab.last.get('own/a1') ?? this.#text(), 'own/a1', { name: this.#text() });
    },
    import: async (tab) => {
      const [document, id, text, code] = [oneOf(this.random, DOCUMENTS), oneOf(this.random, IDS), this.#text(), this.#text()];
      const entry = { id: `elsewhere-${text}`, document, tab: 'elsewhere', at: Math.max(0, this.device.now), origin: oneOf(this.random, ['typed', 'run']), text };
      const records = new Map([[id, checked(edited(EMPTY_RECORD, code, 5), true, code, 6)]]);
      const done = await this.soon(takeIn(tab.store, { records, engine: NO_ENGINE, entries: [entry], aside: new Map() }, () => {}));
      if (!done) return;
      this.promised.add(JSON.stringify([document, text]));
      this.passed.add(JSON.stringify([id, code]));
    },
    'time goes by': () => this.device.pass(oneOf(this.random, [1, 100, 299, 500, 2000, 11_000, 70_000])),
    'the clock is set': () => (this.device.now += oneOf(this.random, [-3_600_000, -5000, -1, 5000, 60_000])),
    full: () => (this.device.full = true),
    'no room': () => (this.device.room = 0),
    room: () => Object.assign(this.device, { full: false, room: Infinity }),
    blocked: () => (this.device.blocked = true),
    allowed: () => (this.device.blocked = false),
    slow: () => (this.device.slow = oneOf(this.random, [50, 800, 7000])),
    quick: () => (this.device.slow = 0),
    hide: (tab) => void tab.store.leave(),
    show: (tab) => void tab.store.again(),
    heard: (tab) => void tab.store.takeOver(),
    thin: (tab) => void tab.store.thin(),
    'another tab': () => (this.tabs.length < 4 ? this.soon(this.open()) : null),
    close: (tab) => this.leave(tab),
    reload: async (tab) => {
      this.leave(tab);
      await this.soon(this.open(tab.name));
    },
    crash: (tab) => {
      this.tabs.splice(this.tabs.indexOf(tab), 1);
      tab.crash();
    },
  };

  #writes(tab, code, document = oneOf(this.random, DOCUMENTS), more = {}) {
    tab.store.note(document, code, more);
    tab.last.set(document, code);
  }

  /** However long the database takes. @template T @param {Promise<T>} asked */
  async soon(asked) {
    let over = false;
    void asked.then(() => (over = true));
    do await this.device.pass(100);
    while (!over);
    return asked;
  }

  /** Where there is room on the desk, all of it is safe, whatever was begun to be written. @param {any} tab */
  leave(tab) {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    const room = !this.device.full && !this.device.blocked;
    const kept = !tab.store.unkept || room;
    if (kept) this.#promise(tab);
    assert.equal(tab.close({ written: this.random() < 0.5 }), kept, 'whether it is left without a question');
  }
}

test(`of ${SEEDS} random stories none loses what was kept`, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const random = randomFrom(seed);
    const world = new World(random);
    const story = [];
    try {
      await world.open();
      for (let k = 0; k < MOVES; k += 1) {
        if (world.tabs.length === 0) await world.soon(world.open());
        const move = oneOf(random, Object.keys(world.moves));
        const tab = oneOf(random, world.tabs);
        story.push(`${world.tabs.indexOf(tab)} ${move}`);
        await world.moves[move](tab);
        await settled();
        world.look();
      }
      Object.assign(world.device, { full: false, room: Infinity, blocked: false, slow: 0 });
      for (const tab of [...world.tabs]) world.leave(tab);
      const next = await world.open();
      await world.device.pass(30_000);
      assert.deepEqual([next.store.problem, next.store.unkept, world.device.texts.size], [null, false, 0], 'all is well');
      for (const one of world.promised) {
        const [document, wanted] = JSON.parse(one);
        const texts = (await next.store.entries(document)).map((entry) => entry.text);
        assert.ok(texts.some((each) => each.startsWith(wanted)), `${document} has lost ${one.slice(0, 90)}`);
      }
      for (const one of world.passed) {
        const [id, code] = JSON.parse(one);
        world.shows(next, id, code);
      }
    } catch (error) {
      throw new Error(`seed ${seed}: ${story.join(", ")}: ${/** @type {Error} */ (error).message}`, { cause: error });
    }
  }
});
