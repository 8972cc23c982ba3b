import type { Fault } from '../faults';
import { MP4 } from '../samples/mp4';
import { type Answer, HTML_TYPE, JSON_TYPE } from './ReadyAnswer';

/** An answer as object storages give it. */
export const xml = (status: number, code: string, message: string): Answer => ({
	status,
	headers: { 'content-type': 'application/xml' },
	body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

const VIDEO_TYPE = { 'content-type': 'video/mp4' };

/** What a storage host may answer instead of a file: the file did not come. */
export const FILE_ANSWERS = {
	forbidden: xml(403, 'AccessDenied', 'Access Denied'),
	expired: xml(403, 'AccessDenied', 'Request has expired'),
	unauthorized: xml(401, 'InvalidAccessKeyId', 'The access key does not exist'),
	notFound: xml(404, 'NoSuchKey', 'The specified key does not exist'),
	gone: xml(410, 'Gone', 'The object is gone'),
	webPage: { status: 200, headers: HTML_TYPE, body: '<!doctype html><title>Portal</title>' },
	webPageAsVideo: {
		status: 200,
		headers: VIDEO_TYPE,
		body: '<!doctype html><title>Portal</title>',
	},
	json: { status: 200, headers: JSON_TYPE, body: { code: 1, message: 'not ready' } },
	jsonAsVideo: { status: 200, headers: VIDEO_TYPE, body: '{"code":1,"message":"not ready"}' },
	xml: xml(200, 'SlowDown', 'Please reduce your request rate'),
	nothing: { status: 200, headers: VIDEO_TYPE, body: '' },
	noContent: { status: 204, body: '' },
	part: {
		status: 206,
		headers: { ...VIDEO_TYPE, 'content-range': `bytes 0-99/${MP4.length}` },
		body: MP4.subarray(0, 100),
	},
	cut: { cut: MP4.subarray(0, 1000), of: MP4.length, headers: VIDEO_TYPE },
} satisfies Record<string, Fault>;

export type FileAnswerName = keyof typeof FILE_ANSWERS;
