const { setImmediate } = require('node:timers/promises');

/** Waits until everything that is ready had its turn: timers, input and output, messages. @returns {Promise<void>} */
exports.nextTurn = async () => await setImmediate();
