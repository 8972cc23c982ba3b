const { dest, parallel, src } = require('gulp');

/** Icons, to dist/icons: nodes and credentials name them by a path relative to their own built file. */
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));

/** Codex files (search words, categories, links of the node panel), each beside its built node. */
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

exports.default = parallel(icons, codex);
