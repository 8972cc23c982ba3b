import ts from 'typescript';

/** An import of one of our files, types included. */
interface Import {
	from: string;
	/** A file of ours by its path, a package by its name. */
	to: string;
	/** What it takes by name. */
	names: string[];
}

const root = `${ts.sys.getCurrentDirectory()}/`;
const files = ['nodes', 'credentials'].flatMap((folder) =>
	ts.sys.readDirectory(root + folder, ['.ts']).map(withoutRoot),
);

/** Arrows that are wrong and still there. */
const LEFT: string[] = [
	'nodes/shared/api/endpoint.ts → nodes/shared/api/classify.ts',
	'nodes/shared/transport/http.ts → nodes/shared/api/answer.ts',
	'nodes/shared/transport/noAnswer.ts → nodes/shared/api/answer.ts',
	'nodes/shared/transport/retry.ts → nodes/shared/api/endpoint.ts',
	'nodes/shared/transport/retry.ts → nodes/shared/api/failure.ts',
];

const all = files.flatMap(importsOf);
const imports = all.filter((one) => !LEFT.includes(asText(one)));

describe('the imports of the package', () => {
	it('are read from every file, and lead to files that exist', () => {
		expect(files.length).toBeGreaterThan(50);
		expect(all.length).toBeGreaterThan(files.length);
		const gone = all.filter(({ to }) => to.includes('/') && !files.includes(to));
		expect(gone).toEqual([]);
	});

	it('never run in a circle, not even those of types', () => {
		expect(circles()).toEqual([]);
	});

	it.each([
		['nodes/shared/', 'a node', /^nodes\/Anyfast/],
		['nodes/AnyfastAsset/', 'the other node', /^nodes\/AnyfastVideo\//],
		['nodes/AnyfastVideo/', 'the other node', /^nodes\/AnyfastAsset\//],
		['nodes/shared/lists/', 'the API', /^nodes\/shared\/(api|transport)\//],
		['nodes/shared/lists/', 'n8n', /^n8n-/],
		['nodes/shared/transport/', 'the API', /^nodes\/shared\/api\//],
		['', 'packages besides n8n-workflow', /^(?!(nodes|credentials)\/|n8n-workflow$|crypto$)/],
	])('never lead from "%s" to %s', (from, _what, to) => {
		const wrong = imports.filter((one) => one.from.startsWith(from) && to.test(one.to));
		expect(wrong.map(asText)).toEqual([]);
	});

	it('take n8n’s error classes in toNodeError alone', () => {
		const makers = imports.filter(
			({ from, to, names }) =>
				from !== 'nodes/shared/toNodeError.ts' &&
				to === 'n8n-workflow' &&
				names.some((name) => name.endsWith('Error')),
		);
		expect(makers.map(asText)).toEqual([]);
	});
});

function asText({ from, to }: Import): string {
	return `${from} → ${to}`;
}

/** The imports of a file as TypeScript's own parser reads them. */
function importsOf(file: string): Import[] {
	const text = ts.sys.readFile(root + file) ?? '';
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
	const found: Import[] = [];
	const add = (specifier: ts.Node | undefined, names: string[]) => {
		if (!specifier || !ts.isStringLiteralLike(specifier)) return;
		found.push({ from: file, to: target(file, specifier.text), names });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
			add(node.moduleSpecifier, namesIn(node));
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			add(node.argument.literal, []);
		} else if (ts.isCallExpression(node) && isLoad(node.expression)) {
			add(node.arguments[0], []);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** `import(…)` and `require(…)`. */
function isLoad(called: ts.Expression): boolean {
	if (called.kind === ts.SyntaxKind.ImportKeyword) return true;
	return ts.isIdentifier(called) && called.text === 'require';
}

function namesIn(node: ts.ImportDeclaration | ts.ExportDeclaration): string[] {
	const bindings = ts.isImportDeclaration(node)
		? node.importClause?.namedBindings
		: node.exportClause;
	if (!bindings || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) return [];
	return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function target(file: string, specifier: string): string {
	if (!specifier.startsWith('.')) return specifier;
	const { resolvedModule } = ts.resolveModuleName(specifier, root + file, {}, ts.sys);
	return withoutRoot(resolvedModule?.resolvedFileName ?? specifier);
}

function withoutRoot(path: string): string {
	return path.startsWith(root) ? path.slice(root.length) : path;
}

/** Each circle once, as the files that it goes through. */
function circles(): string[] {
	const found: string[] = [];
	const done = new Set<string>();
	const follow = (file: string, way: string[]): void => {
		if (way.includes(file)) {
			found.push([...way.slice(way.indexOf(file)), file].join(' → '));
			return;
		}
		if (done.has(file)) return;
		for (const { from, to } of imports) if (from === file) follow(to, [...way, file]);
		done.add(file);
	};
	for (const file of files) follow(file, []);
	return found;
}
