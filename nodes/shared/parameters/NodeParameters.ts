import type {
	IDataObject,
	IExecuteFunctions,
	IGetNodeParameterOptions,
	INode,
	INodeProperties,
	IPollFunctions,
} from 'n8n-workflow';

import { AnyfastError } from '../AnyfastError';
import { cut, isObject, parseJson } from '../json';

/** Stands for a parameter that the node does not hold; n8n throws unless it is given a fallback. */
const NOT_SET = Symbol('not set');

/** A parameter as the node describes it: its name, and what the user sees. */
type Property = Pick<INodeProperties, 'name' | 'displayName' | 'options'>;

interface FlagProperty extends Property {
	default: boolean;
}

interface NumberProperty extends Property {
	default: number;
	typeOptions: { minValue: number; maxValue?: number };
}

/** What an ID looks like. */
export interface IdShape {
	/** A regular expression; its first group holds the ID without what may stand around it. */
	pattern: string;
	example: string;
	/** What it is the ID of, as in "an asset". */
	of?: string;
	/** What else is taken for it at times, and is none. */
	other?: { pattern: RegExp; of: string };
}

/** Where the values of parameters come from. */
interface Source {
	node: INode;
	read: (path: string, fallback?: unknown, options?: IGetNodeParameterOptions) => unknown;
}

/**
 * What the user set for one input item, or for a trigger, checked against the node's description. A parameter that is
 * set but left empty is an error, never "not set": an expression that came to nothing must not widen what an operation
 * does. The one exception is a value that an AI model was to fill in (`$fromAI`) and left blank while the node is called
 * as a tool.
 *
 * What reads gives undefined for what is not set, unless it says otherwise, and throws AnyfastError, which names the
 * parameter, for a value that it does not take.
 */
export class NodeParameters {
	private constructor(
		private readonly source: Source,
		private readonly collection?: string,
	) {}

	static ofItem(context: IExecuteFunctions, itemIndex: number): NodeParameters {
		return new NodeParameters({
			node: context.getNode(),
			read: (path, fallback, options) =>
				context.getNodeParameter(path, itemIndex, fallback, options),
		});
	}

	static ofTrigger(context: IPollFunctions): NodeParameters {
		return new NodeParameters({
			node: context.getNode(),
			read: (path, fallback, options) => context.getNodeParameter(path, fallback, options),
		});
	}

	/** A parameter that is not the user's to fill in, such as Operation; n8n gives none if it does not fit the others. */
	plain(name: string): string {
		return String(this.source.read(name, ''));
	}

	/** The parameters of a collection, such as Filters. */
	within({ name }: Property): NodeParameters {
		return new NodeParameters(this.source, name);
	}

	/** The parameters of each entry of a collection that may have several, in their order. */
	entriesOf({ name }: Pick<Property, 'name'>, group: string): NodeParameters[] {
		const path = `${name}.${group}`;
		const entries = this.source.read(path, [], { rawExpressions: true });
		if (!Array.isArray(entries)) return [];
		return entries.map((_entry, index) => new NodeParameters(this.source, `${path}[${index}]`));
	}

	/** The value as it is, with its expressions resolved. @throws AnyfastError if it is set, and empty */
	value(property: Property): unknown {
		const raw = this.raw(property);
		if (raw === NOT_SET) return undefined;

		const value: unknown = this.source.read(this.pathOf(property));
		if (!isBlank(value)) return value;
		if (this.isLeftToModel(raw)) return undefined;
		throw this.emptyError(property);
	}

	/** The parameter's default if it is not set. */
	flag(property: FlagProperty): boolean {
		return this.flagIfSet(property) ?? property.default;
	}

	flagIfSet(property: Property): boolean | undefined {
		const value = this.value(property);
		if (value === undefined) return undefined;
		if (typeof value === 'boolean') return value;
		if (value === 'true' || value === 'false') return value === 'true';
		throw this.invalid(property, 'must be true or false', value);
	}

	/** The parameter's default if it is not set. */
	wholeNumber(property: NumberProperty): number {
		return this.wholeNumberIfSet(property) ?? property.default;
	}

	/** Takes digits as text as well: a field switched to Expression turns 7 into "7". */
	wholeNumberIfSet(property: Omit<NumberProperty, 'default'>): number | undefined {
		const value = this.value(property);
		if (value === undefined) return undefined;
		const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
		const { minValue: min, maxValue: max = Infinity } = property.typeOptions;
		if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) {
			return number;
		}
		const range = max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
		throw this.invalid(property, `must be a whole number ${range}`, value);
	}

	/** Without the space around it. */
	text(property: Property): string | undefined {
		const value = this.value(property);
		return value === undefined ? undefined : this.asText(property, value);
	}

	private asText(property: Property, value: unknown): string {
		if (typeof value === 'string') return value.trim();
		if (typeof value === 'number') return String(value);
		throw this.invalid(property, 'must be text', value);
	}

	requiredText(property: Property): string {
		const text = this.text(property);
		if (text === undefined) throw this.emptyError(property);
		return text;
	}

	/** Whether a field that is always there was left empty; then it is not set. An expression never counts as empty. */
	isLeftBlank(property: Property): boolean {
		const raw = this.raw(property);
		return raw === '' || raw === null;
	}

	/** Like {@link text}, for a field that is always there: left as it is, it is not set. */
	textUnlessLeftBlank(property: Property): string | undefined {
		return this.isLeftBlank(property) ? undefined : this.text(property);
	}

	/**
	 * Reads the ID from a resource locator, or from what stands in its place: text, or a whole thing with an `Id`, as an
	 * operation gave it. An ID chosen from the list is taken as it came from the API.
	 */
	id(property: Property, { pattern, example, of, other }: IdShape): string {
		const { mode, value: given } = this.locator(property);
		const value = isObject(given) && 'Id' in given ? given.Id : given;
		if (isBlank(value)) throw this.emptyError(property);
		if (mode === 'list' && typeof value === 'string') return value;

		const id = typeof value === 'string' ? new RegExp(pattern).exec(value)?.[1] : undefined;
		if (id !== undefined) return id;
		if (other && typeof value === 'string' && other.pattern.test(value)) {
			throw new AnyfastError(`This is the ID of ${other.of}: ${value.trim()}`, {
				description: `${this.called(property)} needs the ID of ${of}, such as ${example}.`,
			});
		}
		throw this.invalid(property, `must be an ID such as ${example}`, value);
	}

	/** Like {@link id}, for text that may be left out. */
	optionalId(property: Property, shape: IdShape): string | undefined {
		return this.value(property) === undefined ? undefined : this.id(property, shape);
	}

	/** The whole thing, such as an asset, that an expression gives in place of its ID; undefined if it gives something else. */
	thing(property: Property): IDataObject | undefined {
		const { value } = this.locator(property);
		return isObject(value) ? value : undefined;
	}

	/** The text in a resource locator; undefined if it is in another mode. */
	textInMode(property: Property, wanted: string): string | undefined {
		const { mode, value } = this.locator(property);
		return mode === wanted ? this.asText(property, value) : undefined;
	}

	private locator(property: Property): { mode: unknown; value: unknown } {
		const set = this.value(property);
		const locator = isLocator(set) ? set : { mode: 'id', value: set };
		if (isBlank(locator.value)) throw this.emptyError(property);
		return locator;
	}

	httpUrl(property: Property): string {
		const address = this.requiredText(property);
		if (URL.canParse(address) && /^https?:\/\//i.test(address)) return address;
		throw this.invalid(property, 'must start with https:// or http://', address);
	}

	choice<C extends string>(property: Property, choices: readonly C[]): C | undefined {
		const value = this.value(property);
		return value === undefined ? undefined : this.oneOf(property, choices, value);
	}

	/** Several of the choices, as {@link texts} takes them. */
	choices<C extends string>(property: Property, choices: readonly C[]): C[] | undefined {
		return this.texts(property)?.map((text) => this.oneOf(property, choices, text));
	}

	/**
	 * Reads texts, such as names or IDs, from a list, or from text with commas, new lines or a JSON list. Numbers are taken,
	 * too, and things or items with an `Id`, as an operation gave them, for their IDs.
	 *
	 * @returns the texts in their order, each once, without the space around them
	 */
	texts(property: Property): string[] | undefined {
		const value = this.value(property);
		if (value === undefined) return undefined;

		const list: unknown[] = [typeof value === 'string' ? splitTexts(value) : value].flat();
		const taken = list.map(textOf);
		const texts = [...new Set(taken)].flatMap((text) => text || []);
		if (taken.includes(undefined)) {
			throw this.invalid(property, 'must be a list, or text with commas in between', value);
		}
		if (texts.length === 0) throw this.emptyError(property);
		return texts;
	}

	/** A list of anything, also from JSON text; anything else is a list of one. */
	list(property: Property): unknown[] {
		const value = this.value(property);
		const list = typeof value === 'string' && /^\s*\[/.test(value) ? parseJson(value) : value;
		if (isBlank(list ?? value)) throw this.emptyError(property);
		return [list ?? value].flat();
	}

	/** A JSON object, also from JSON text. */
	object(property: Property): IDataObject | undefined {
		const value = this.value(property);
		if (value === undefined) return undefined;
		const object = typeof value === 'string' ? parseJson(value) : value;
		if (isObject(object)) return object;
		throw this.invalid(property, 'must be a JSON object such as { "priority": 1 }', value);
	}

	private oneOf<C extends string>(property: Property, choices: readonly C[], value: unknown): C {
		const choice = choices.find((candidate) => candidate === value);
		if (choice !== undefined) return choice;
		const named = choices.map((candidate) => asShown(property, candidate));
		throw this.invalid(property, `must be ${listed(named)}`, value);
	}

	/** The value with its expressions as the user wrote them. */
	private raw(property: Property): unknown {
		return this.source.read(this.pathOf(property), NOT_SET, { rawExpressions: true });
	}

	private pathOf({ name }: Property): string {
		return this.collection === undefined ? name : `${this.collection}.${name}`;
	}

	private isLeftToModel(rawValue: unknown): boolean {
		return isTool(this.source.node) && typeof rawValue === 'string' && /\$fromai\b/i.test(rawValue);
	}

	/** The error for a parameter without a value. */
	emptyError(property: Property): AnyfastError {
		const advice =
			this.collection === undefined
				? 'Give it a value.'
				: 'Give it a value, or remove it from the node.';
		return new AnyfastError(`${this.called(property)} is empty`, {
			description: `${advice} An expression that finds nothing counts as empty.`,
		});
	}

	/** What an error calls a parameter: a filter Name is told from the name of what is created. */
	private called({ displayName }: Property): string {
		if (this.collection === 'filters') return `The filter ${displayName}`;
		return this.collection === 'options' ? `The option ${displayName}` : displayName;
	}

	/**
	 * The error for a value that a parameter does not take.
	 *
	 * @param rule as in "Limit must be …"
	 */
	invalid(property: Property, rule: string, value: unknown): AnyfastError {
		return new AnyfastError(`${this.called(property)} ${rule}`, {
			description: `It is ${cut(JSON.stringify(value) ?? String(value), 100)}.`,
		});
	}
}

/** Whether a node runs as a tool of an AI Agent. Only its type tells in n8n 1.x too, which has no isToolExecution. */
export const isTool = ({ type }: Pick<INode, 'type'>): boolean => type.endsWith('Tool');

/** The text in an entry of a list, without the space around it: a thing, and an item that holds one, stand for their IDs. */
function textOf(entry: unknown): string | undefined {
	if (typeof entry === 'string') return entry.trim();
	if (typeof entry === 'number') return String(entry);
	if (!isObject(entry)) return undefined;
	return textOf(isObject(entry.json) ? entry.json.Id : entry.Id);
}

function isLocator(value: unknown): value is { mode: unknown; value: unknown } {
	return isObject(value) && 'mode' in value && 'value' in value;
}

function isBlank(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string'
		? value.trim() === ''
		: Array.isArray(value) && value.every(isBlank);
}

/** Text that begins as a JSON list of texts or things does is one, or nothing that is taken. */
function splitTexts(text: string): unknown {
	const list = text.trim().startsWith('[') ? (parseJson(text) ?? text) : text;
	if (Array.isArray(list)) return list;
	return /^\s*\[\s*["{]/.test(text) ? undefined : text.split(/[,\n\r]+/);
}

/** A choice in the words of the screen, and the value behind them, which an AI model needs. */
function asShown({ options = [] }: Property, value: string): string {
	const shown = options.find((option) => 'value' in option && option.value === value);
	return shown === undefined || shown.name === value ? value : `${shown.name} (${value})`;
}

/** As in "a, b or c". */
function listed(texts: string[]): string {
	const last = texts.at(-1) ?? '';
	return texts.length > 1 ? `${texts.slice(0, -1).join(', ')} or ${last}` : last;
}
