/**
 * How a call to Python can fail.
 *
 *     Error
 *      |- LearnerFault   the learner's code raised: the data says what, where, what to try
 *      |- Stopped        the worker was ended while the call was under way
 *      `- BootError      Python could not be started; start() may be tried again
 */

/** @typedef {import('../shared/protocol.js').LearnerError} LearnerError */

/** @param {unknown} value */
const textOrNull = (value) => (typeof value === 'string' ? value : null);
/** @param {unknown} value */
const numberOrNull = (value) => (typeof value === 'number' ? value : null);

/**
 * What came out of the sandbox, in the shape it should have: a learner's code may have made it.
 * @param {any} data
 * @returns {LearnerError}
 */
function asLearnerError(data) {
  return {
    type: textOrNull(data?.type) ?? 'Error',
    message: textOrNull(data?.message) ?? 'Python failed without a message.',
    hint: textOrNull(data?.hint),
    line: numberOrNull(data?.line),
    column: numberOrNull(data?.column),
    trace: Array.from(Array.isArray(data?.trace) ? data.trace : [], (frame) => ({
      line: numberOrNull(frame?.line) ?? 0,
      function: textOrNull(frame?.function) ?? '',
      text: textOrNull(frame?.text) ?? '',
    })),
  };
}

export class LearnerFault extends Error {
  /** @param {unknown} data  a LearnerError, or what was sent as one */
  constructor(data) {
    const error = asLearnerError(data);
    super(error.message);
    this.name = 'LearnerFault';
    this.data = error;
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
