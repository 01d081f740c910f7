/**
 * How a call to Python can fail.
 *
 *     Error
 *      |- LearnerFault   the learner's code raised: the data says what, where, what to try
 *      |- Stopped        the worker was ended while the call was under way
 *      `- BootError      Python could not be started; start() may be tried again
 *          `- Restart    it is to be started anew, with another frame
 *              |- Silence    it said nothing for too long
 *              `- Damage     what was kept for it is not what the build made
 */

/** @typedef {import('../shared/protocol.js').LearnerError} LearnerError */

/**
 * What the page says of a message that it does not believe.
 * @param {string} problem  where it is wrong, and how
 * @returns {LearnerError}
 */
export function notUnderstood(problem) {
  return {
    type: 'MessageError',
    message: 'What came from Python was not in the form that the page knows. Nothing of it is shown, and Python has been started anew.',
    hint: `Code that changes Python’s own modules, or reaches into the page’s JavaScript, can do this. Where yours does neither, it is a mistake of ours: ${problem.slice(0, 200)}.`,
    line: null,
    column: null,
    trace: [],
  };
}

export class LearnerFault extends Error {
  /** @param {LearnerError} data */
  constructor(data) {
    super(data.message);
    this.name = 'LearnerFault';
    this.data = data;
  }
}

export class Stopped extends Error {
  /** @param {string} [message] */
  constructor(message = 'Stopped before it was done.') {
    super(message);
    this.name = 'Stopped';
  }
}

export class BootError extends Error {
  /** @param {string} message  @param {{cause?: unknown}} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = 'BootError';
  }
}

export class Restart extends BootError {}

export class Silence extends Restart {}

export class Damage extends Restart {}
