/** What a model takes; the facts are those of the vendor's pages, of which the newest counts. */
export interface VideoModel {
	/** What it is called upstream, which is what its answers say. */
	upstream: string;
	resolutions: string[];
	/** The shortest and the longest clip, in seconds. */
	seconds: [number, number];
	/** How many pictures, videos and sounds it takes as references. */
	references: { image: number; video: number; audio: number };
	/** Fields beyond `model`, `content` and those that all models know. */
	fields: string[];
	/** The resolution must be given. */
	needsResolution?: boolean;
	/** Sounds may be the only references. */
	takesAudioAlone?: boolean;
	/** The length may be left to the model, with -1. */
	takesAnyLength?: boolean;
	/** First and last frames only with the ratio `adaptive`. */
	adaptiveFrames?: boolean;
	/** It knows the assets of verified people. */
	knowsPeople?: boolean;
	/** Its clips are enlarged: there is one from before, at `original_result_url`. */
	enlarges?: boolean;
}

/** Fields that every model knows. */
const COMMON = ['model', 'content', 'resolution', 'ratio', 'duration', 'seed', 'watermark'];
const OF_2 = [
	'generate_audio',
	'return_last_frame',
	'tools',
	'service_tier',
	'execution_expires_after',
	'safety_identifier',
];
const OF_25 = [...OF_2, 'output_format', 'omni_reference_task_type', 'priority'];
const OF_1 = [
	'generate_audio',
	'return_last_frame',
	'service_tier',
	'draft',
	'camera_fixed',
	'frames',
];

const NINE_THREE_THREE = { image: 9, video: 3, audio: 3 };

const seedance2: VideoModel = {
	upstream: 'doubao-seedance-2-0-260128',
	resolutions: ['480p', '720p', '1080p', '4k'],
	seconds: [4, 15],
	references: NINE_THREE_THREE,
	fields: [...COMMON, ...OF_2],
	knowsPeople: true,
};

const fast: VideoModel = {
	...seedance2,
	upstream: 'doubao-seedance-2-0-fast-260128',
	resolutions: ['480p', '720p'],
};

const seedance1: VideoModel = {
	upstream: 'doubao-seedance-1-5-pro-251215',
	resolutions: ['480p', '720p', '1080p'],
	seconds: [2, 12],
	references: { image: 4, video: 0, audio: 0 },
	fields: [...COMMON, ...OF_1],
};

/** The models by the IDs that requests name. */
export const VIDEO_MODELS: Record<string, VideoModel> = {
	'seedance-2.0': seedance2,
	seedance: seedance2,
	'seedance-2.0-fast': fast,
	'seedance-fast': fast,
	'seedance-2.0-mini': { ...fast, upstream: 'doubao-seedance-2-0-mini-260615' },
	'seedance-2.0-ultra': {
		...seedance2,
		resolutions: ['720p', '1080p', '2k'],
		needsResolution: true,
		enlarges: true,
	},
	'seedance-2.5': {
		upstream: 'doubao-seedance-2-5-260628',
		resolutions: ['480p', '720p', '1080p'],
		seconds: [4, 30],
		references: { image: 30, video: 10, audio: 10 },
		fields: [...COMMON, ...OF_25],
		takesAudioAlone: true,
		takesAnyLength: true,
		adaptiveFrames: true,
	},
	'doubao-seedance-1-5-pro-251215': seedance1,
	'doubao-seedance-1-0-pro-250528': { ...seedance1, upstream: 'doubao-seedance-1-0-pro-250528' },
};

/** Fields that a model takes. */
export const knows = ({ fields }: VideoModel, field: string): boolean => fields.includes(field);
