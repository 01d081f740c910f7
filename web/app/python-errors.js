/**
 * How a call to Python can fail.
 *
 *     Error
 *      |- LearnerFault   the learner's code raised: the data says what, where, what to try
 *      |- Stopped        the worker was ended while the call was under way
 *      `- BootError      Python could not be started; start() may be tried again
 */

/** @typedef {import('../shared/protocol.js').LearnerError} LearnerError */

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
