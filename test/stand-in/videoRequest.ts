/** What a submit takes, as far as the stand-in looks into it. */
export type SubmitRequest = {
	model: string;
	content: ContentItem[];
	resolution?: string;
	ratio?: string;
	duration?: number;
	generate_audio?: boolean;
	return_last_frame?: boolean;
	seed?: number;
	[field: string]: unknown;
};

/** One part of `content`: the prompt, or an address of an input with its role. */
export type ContentItem = {
	type: 'text' | 'image_url' | 'video_url' | 'audio_url';
	text?: string;
	role?: string;
	image_url?: { url: string };
	video_url?: { url: string };
	audio_url?: { url: string };
};

/** The kind of an input; a prompt has none. */
export type InputKind = 'image' | 'video' | 'audio';

/** An input of a submit. */
export interface Input {
	kind: InputKind;
	url: string;
	role: string | undefined;
	/** Its place in `content`, from 0, counted over all that was sent. */
	index: number;
}

export function inputsOf({ content }: SubmitRequest): Input[] {
	return content.flatMap(({ type, role, ...item }, index) => {
		const kind = KINDS[type];
		if (kind === undefined || type === 'text') return [];
		return [{ kind, url: item[type]?.url ?? '', role, index }];
	});
}

const KINDS: Record<ContentItem['type'], InputKind | undefined> = {
	text: undefined,
	image_url: 'image',
	video_url: 'video',
	audio_url: 'audio',
};
