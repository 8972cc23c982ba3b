import { type VideoModel, knows } from './videoModels';
import { type Input, inputsOf, type SubmitRequest } from './videoRequest';

/** Throws what a refusal for wrong parameters is. */
export type Refuse = (message: string, code?: string) => never;

const FRAMES = ['first_frame', 'last_frame'];

/** Refuses a submit whose fields the model does not know, or does not take together. */
export function checkSubmit(
	body: SubmitRequest,
	model: VideoModel,
	extraFields: string[],
	refuse: Refuse,
): void {
	for (const field of Object.keys(body)) {
		if (knows(model, field) || extraFields.includes(field)) continue;
		refuse(`The parameter \`${field}\` specified in the request is not valid for ${body.model}`);
	}
	checkSettings(body, model, refuse);
	const inputs = inputsOf(body);
	for (const input of inputs) checkInput(input, refuse);
	checkTogether(inputs, body, model, refuse);
}

function checkSettings(body: SubmitRequest, model: VideoModel, refuse: Refuse): void {
	const { resolution, duration = 5 } = body;
	if (resolution === undefined && model.needsResolution) refuse('resolution is required');
	if (resolution !== undefined && !model.resolutions.includes(resolution)) {
		refuse(`resolution ${resolution} is not supported by ${body.model}`);
	}
	const [shortest, longest] = model.seconds;
	const isLeftOpen = duration === -1 && model.takesAnyLength;
	if (!isLeftOpen && (duration < shortest || duration > longest)) {
		refuse(`duration must be between ${shortest} and ${longest}`);
	}
}

function checkInput({ kind, url, role = '', index }: Input, refuse: Refuse): void {
	const at = `content[${index}]`;
	const isData = url.startsWith('data:') && kind !== 'video';
	if (!isData && !/^(?:https?|asset):\/\//.test(url)) refuse(`${at}: invalid url scheme`);
	const known = kind === 'image' ? [...FRAMES, 'reference_image', ''] : [`reference_${kind}`, ''];
	if (!known.includes(role)) refuse(`${at}: the role ${role} is not for ${kind}`);
}

function checkTogether(
	inputs: Input[],
	body: SubmitRequest,
	model: VideoModel,
	refuse: Refuse,
): void {
	const frames = inputs.filter(({ role = '' }) => FRAMES.includes(role));
	const roles = frames.map(({ role }) => role);
	const references = inputs.length - frames.length;
	if (frames.length > 0 && references > 0)
		refuse('first and last frames do not go with references');
	if (new Set(roles).size < roles.length) refuse('there is more than one first or last frame');
	if (roles.includes('last_frame') && !roles.includes('first_frame')) {
		refuse('a last frame needs a first frame');
	}
	if (frames.length > 0 && model.adaptiveFrames && body.ratio !== 'adaptive') {
		refuse('ratio must be adaptive', 'InvalidParameter.TaskTypeConstraint');
	}
	if (references > 0) checkReferences(inputs, model, refuse);
}

function checkReferences(inputs: Input[], model: VideoModel, refuse: Refuse): void {
	for (const [kind, most] of Object.entries(model.references)) {
		const count = inputs.filter((input) => input.kind === kind).length;
		if (count > most) refuse(`at most ${most} references of the kind ${kind}`);
	}
	const onlyAudio = inputs.every(({ kind }) => kind === 'audio');
	if (onlyAudio && !model.takesAudioAlone) refuse('audio needs an image or a video beside it');
}
