import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { AnyfastError } from '../../../../shared/AnyfastError';
import { type AssetType, uriOf } from '../../../../shared/api/assets';
import type { Role } from '../../../../shared/api/videos';
import { checkSize, describeFile, typeOfLabel } from '../../../../shared/files/formats';
import { fileFromBinary } from '../../../../shared/files/inputFile';
import { cut } from '../../../../shared/json';
import type { ItemContext } from '../../../../shared/operation';
import { assetOfType, readAssetId } from '../../../../shared/parameters/locators';
import type { NodeParameters } from '../../../../shared/parameters/NodeParameters';
import { addressIn, addressOfEntry, checkAsset, entriesIn, type Purpose } from './address';
import type { Input } from './content';

/** Where an input comes from. */
export type Source = 'asset' | 'url' | 'binary' | 'list' | 'none';

const CHOICES: Record<Source, INodePropertyOptions> = {
	asset: { name: 'Asset', value: 'asset', description: 'An asset in your Anyfast library' },
	binary: {
		name: 'Binary File',
		value: 'binary',
		description:
			'A file from the input item. No file reaches a tool of an AI Agent: use Asset or URL there.',
	},
	list: {
		name: 'List (Expression)',
		value: 'list',
		description: 'Several at once: items, assets, asset IDs, asset:// URIs or URLs',
	},
	none: { name: 'None', value: 'none' },
	url: {
		name: 'URL',
		value: 'url',
		description: 'A public URL that Anyfast downloads the file from',
	},
};

/** What a slot takes. */
interface SlotOptions {
	type: AssetType;
	role: Role;
	/** As in "first frame", for errors. */
	what: string;
	/** What its parameters are titled with, as in "First Frame"; nothing in an entry of a collection. */
	label?: string;
	/** What their names begin with, as in `firstFrame`; nothing in an entry of a collection. */
	name?: string;
	/** The first one is chosen at first. */
	sources: Source[];
}

const EXAMPLE: Record<AssetType, string> = {
	Image: 'image.png',
	Video: 'video.mp4',
	Audio: 'voice.mp3',
};

/**
 * A place for an image, a video or an audio file: the parameters that show it, and how they are read. None is
 * required for the editor, which takes all of them for shown if the source is an expression; reading tells.
 */
export class Slot {
	readonly properties: INodeProperties[];

	private readonly fields: Record<'source' | Exclude<Source, 'none'>, INodeProperties>;

	constructor(private readonly options: SlotOptions) {
		const { type, label, name, sources } = options;
		const source = sourceProperty(options);
		const shownFor = (choice: Source, displayName: string, suffix: string) => ({
			displayName: label ? `${label} ${displayName}` : displayName,
			name: name ? name + suffix : suffix.toLowerCase(),
			displayOptions: { show: { [source.name]: [choice] } },
		});
		const asset = assetOfType(type, {
			...shownFor('asset', 'Asset', 'Asset'),
			required: false,
			hint: 'An expression can be an asset ID, an asset:// URI, or the whole item of an asset',
		});
		const url: INodeProperties = {
			...shownFor('url', 'URL', 'Url'),
			type: 'string',
			default: '',
			placeholder: `e.g. https://example.com/${EXAMPLE[type]}`,
			description: 'The public URL of the file',
		};
		const binary: INodeProperties = {
			...shownFor('binary', 'Input Binary Field', 'Binary'),
			type: 'string',
			default: 'data',
			hint: 'The name of the input binary field containing the file',
		};
		const list: INodeProperties = {
			...shownFor('list', 'List', 'List'),
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $input.all() }}',
			description:
				'An expression that gives a list, or text with commas. Each entry is an item or an asset as Upload Asset, Get Asset or List Assets gave it, an asset ID, an asset:// URI, or a URL.',
		};
		this.fields = { source, asset, url, binary, list };
		this.properties = [source, asset, url, binary];
		if (sources.includes('list')) this.properties.push(list);
	}

	/**
	 * Reads what the user set.
	 *
	 * @param number of its first input, from 1, if there can be several of the kind
	 * @returns one input; none if there is to be none, several from a list
	 * @throws AnyfastError for what the user set wrongly, or a file that cannot be sent
	 */
	async read(item: ItemContext, number?: number): Promise<Input[]> {
		const { parameters } = item;
		const purpose = this.purpose(number);
		const named = (property: INodeProperties) => this.inErrors(property, purpose);
		switch (parameters.choice(named(this.fields.source), this.options.sources)) {
			case 'asset':
				return [readAsset(parameters, named(this.fields.asset), purpose)];
			case 'url':
				return [this.readUrl(parameters, purpose)];
			case 'binary':
				return [await inputFromFile(item, named(this.fields.binary), purpose)];
			case 'list':
				return this.readList(parameters, number ?? 1);
			default:
				return [];
		}
	}

	private readUrl(parameters: NodeParameters, purpose: Purpose): Input {
		const property = this.inErrors(this.fields.url, purpose);
		const text = parameters.requiredText(property);
		const address = addressIn(text, purpose);
		if (address !== undefined) return inputAt(address, purpose);
		throw parameters.invalid(property, 'must start with https://, http:// or asset://', text);
	}

	private readList(parameters: NodeParameters, number: number): Input[] {
		const property = this.inErrors(this.fields.list, this.purpose(number));
		return entriesIn(parameters.list(property)).map((entry, index) => {
			const purpose = this.purpose(number + index);
			const address = addressOfEntry(entry, purpose);
			if (address !== undefined) return inputAt(address, purpose);
			throw parameters.invalid(property, LIST_RULE, entry);
		});
	}

	private purpose(number?: number): Purpose {
		const { type, role, what } = this.options;
		return { type, role, what: number === undefined ? what : `${what} ${number}` };
	}

	/** A parameter as errors call it: within an entry, its title alone does not tell which one is meant. */
	private inErrors(property: INodeProperties, { what }: Purpose): INodeProperties {
		const { label } = this.options;
		return label ? property : { ...property, displayName: `${property.displayName} of ${what}` };
	}
}

const LIST_RULE = 'must contain only asset IDs, asset:// URIs, URLs or assets';

function sourceProperty({ type, label, name, sources }: SlotOptions): INodeProperties {
	const [first = 'asset'] = sources;
	const more =
		type === 'Video'
			? '. For a video file, use Upload Asset first, then choose the asset here.'
			: '';
	return {
		displayName: label ?? 'Source',
		name: name ?? 'source',
		type: 'options',
		options: sources.map((choice) => CHOICES[choice]),
		default: first,
		description: `Where the ${type.toLowerCase()} comes from${more}`,
	};
}

function readAsset(parameters: NodeParameters, property: INodeProperties, purpose: Purpose): Input {
	const id = readAssetId(parameters, property);
	const asset = parameters.thing(property);
	if (asset) checkAsset(asset, purpose);
	return inputAt(uriOf(id), purpose);
}

function inputAt(address: string, purpose: Purpose): Input {
	return { ...purpose, what: `${purpose.what} (${cut(address, 100)})`, from: address };
}

async function inputFromFile(
	item: ItemContext,
	property: INodeProperties,
	purpose: Purpose,
): Promise<Input> {
	const { type, what } = purpose;
	const file = await fileFromBinary(item, property);
	const own = typeOfLabel(file.label);
	if (own !== undefined && own !== type) {
		throw new AnyfastError(`The ${what} must be ${NOUN[type]}`, {
			description: `${describeFile(file.label)} Choose another file.`,
		});
	}
	if (file.bytes !== undefined) checkSize(type, file.bytes);
	const { fileName } = file.label;
	return { ...purpose, what: `${what} (${fileName ? `file ${fileName}` : 'file'})`, from: file };
}

const NOUN: Record<AssetType, string> = {
	Image: 'an image',
	Video: 'a video',
	Audio: 'an audio file (MP3 or WAV)',
};
