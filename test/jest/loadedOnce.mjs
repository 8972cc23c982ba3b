/**
 * Jest gives each test file modules of its own, so that n8n's engine would be loaded, and kept, for each of them, and the
 * stand-in would compile its schemas. What is "transformed" by this is loaded by Node.js instead, once for all files of a
 * worker. Those modules have the classes of Node.js: to them, a RegExp or a Map of a test is none by `instanceof`.
 *
 * @type {import('@jest/transform').SyncTransformer}
 */
const loadedOnce = {
	canInstrument: false,
	process: (_source, path) => ({ code: `module.exports = loadOnce(${JSON.stringify(path)});` }),
};

export default loadedOnce;
