import { classifyNoAnswer } from '../../../nodes/shared/api/classify';
import {
	OutOfTimeError,
	readNoAnswer,
	TooLongError,
} from '../../../nodes/shared/transport/noAnswer';

/** What is made of an error. */
const read = (error: unknown, wasSent = true) => {
	const noAnswer = readNoAnswer(error, wasSent);
	const { done, retry } = classifyNoAnswer(noAnswer);
	return { ...noAnswer, done, again: retry !== undefined };
};

/** The same code in all the places in which some n8n has it. */
const errorsWith = (code: string | undefined, message = 'no luck') => {
	const cause = { message, code };
	return [
		{ message: 'wrapped', cause: { cause } },
		{ message: 'wrapped', httpCode: code, messages: [message, message], cause },
		{ message: 'wrapped', httpCode: code, messages: [message, message] },
	];
};

it.each([
	['ECONNREFUSED', 'unreachable', true],
	['EAI_AGAIN', 'unreachable', true],
	['ENOTFOUND', 'unknown host', false],
	['CERT_HAS_EXPIRED', 'untrusted', false],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted', false],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted', false],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted', false],
	['ERR_INVALID_CHAR', 'not sendable', false],
])('%s: it certainly did not arrive (%s); may be tried again: %s', (code, reason, again) => {
	for (const error of errorsWith(code)) {
		expect(read(error)).toMatchObject({ reason, done: 'no', again });
	}
});

it.each([
	'The request was blocked because it resolves to a restricted IP address',
	'The request was blocked because the destination hostname is restricted',
])('"%s": n8n did not let it out; another try does not help', (message) => {
	for (const error of errorsWith(undefined, message)) {
		expect(read(error)).toMatchObject({ reason: 'blocked', done: 'no', again: false });
	}
});

it.each([
	['ECONNRESET', 'lost', true],
	['EPIPE', 'lost', true],
	['ECONNABORTED', 'lost', true],
	['ETIMEDOUT', 'lost', true],
	['EHOSTUNREACH', 'lost', true],
	['ENETUNREACH', 'lost', true],
	['ERR_BAD_RESPONSE', 'lost', true],
	['ERR_STREAM_PREMATURE_CLOSE', 'lost', true],
	['Z_BUF_ERROR', 'lost', true],
	['HPE_INVALID_CHUNK_SIZE', 'unknown', false],
	['HPE_HEADER_OVERFLOW', 'unknown', false],
	['EPROTO', 'unknown', false],
	['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'unknown', false],
	[undefined, 'unknown', false],
])('%s: it may have arrived (%s); may be tried again: %s', (code, reason, again) => {
	for (const error of errorsWith(code)) {
		expect(read(error)).toMatchObject({ reason, done: 'maybe', again });
		// What was not sent to its end cannot have been carried out.
		expect(read(error, false)).toMatchObject({ reason, done: 'no', again });
	}
});

it.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED', 'EADDRNOTAVAIL'])(
	'%s of a connection that never came about: it certainly did not arrive',
	(code) => {
		for (const error of errorsWith(code, `connect ${code} 203.0.113.1:443`)) {
			expect(read(error)).toMatchObject({ reason: 'unreachable', done: 'no', again: true });
		}
	},
);

it.each(['read ETIMEDOUT', 'write EHOSTUNREACH', 'read ECONNRESET'])(
	'%s is of a connection that was there: it may have arrived',
	(message) => {
		for (const error of errorsWith(message.split(' ')[1], message)) {
			expect(read(error)).toMatchObject({ reason: 'lost', done: 'maybe', again: true });
		}
	},
);

it('reads what is said of each address of a host that has several', () => {
	const errors = ['2001:db8::1', '203.0.113.1'].map((address) => ({
		message: `connect ETIMEDOUT ${address}:443`,
		code: 'ETIMEDOUT',
	}));
	const error = { message: 'wrapped', cause: { message: '', code: 'ETIMEDOUT', errors } };

	expect(read(error)).toMatchObject({
		reason: 'unreachable',
		detail: 'connect ETIMEDOUT 203.0.113.1:443 (ETIMEDOUT)',
		done: 'no',
	});
});

/** What n8n-core throws for a request, by version; `httpCode` of digits is the status of an answer that had begun. */
const WORDED = {
	closed:
		'The connection to the server was closed unexpectedly, perhaps it is offline. You can retry the request immediately or wait and retry later.',
	aborted: 'The connection was aborted, perhaps the server is offline',
	refused: 'The service refused the connection - perhaps it is offline',
	unknownHost:
		'The connection cannot be established, this usually occurs due to an incorrect host (domain) value',
};

it.each([
	['a connection that was closed', WORDED.closed, 'socket hang up', 'ECONNRESET', 'lost'],
	['a connection that was reset', WORDED.closed, 'read ECONNRESET', 'ECONNRESET', 'lost'],
	[
		'a connection that was closed before TLS',
		WORDED.closed,
		'Client network socket disconnected before secure TLS connection was established',
		'ECONNRESET',
		'unreachable',
	],
	['a body that was cut', 'stream has been aborted', '', '200', 'lost'],
	['a body that was cut', 'stream has been aborted', '', 'ERR_BAD_RESPONSE', 'lost'],
	['a packed body that was cut', 'aborted', '', '200', 'lost'],
	[
		'a body that was cut',
		'maxContentLength size of Infinity exceeded',
		'',
		'ERR_BAD_RESPONSE',
		'lost',
	],
	['a body that is not packed as it says', 'incorrect header check', '', '200', 'unknown'],
	['a timeout', WORDED.aborted, 'timeout of 60000ms exceeded', 'ECONNABORTED', 'timeout'],
	['nobody listening', WORDED.refused, 'connect ECONNREFUSED ::1:9', 'ECONNREFUSED', 'unreachable'],
	[
		'no such host',
		WORDED.unknownHost,
		'getaddrinfo ENOTFOUND a.invalid',
		'ENOTFOUND',
		'unknown host',
	],
	['an unknown signer', 'self-signed certificate', '', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
	['an answer that is no HTTP', 'Parse Error: Expected HTTP/', '', 'HPE_INVALID', 'unknown'],
])('reads %s from what n8n 1.123 to 2.20 leave: %s', (_what, message, own, httpCode, reason) => {
	const messages = own === '' ? [message] : [own, own];

	expect(read({ message, httpCode, messages })).toMatchObject({
		reason,
		detail: expect.stringContaining(own || message),
	});
});

it.each([
	[WORDED.closed, 'lost'],
	[WORDED.aborted, 'lost'],
	[WORDED.refused, 'unreachable'],
	[WORDED.unknownHost, 'unknown host'],
	['The DNS server returned an error, perhaps the server is offline', 'unreachable'],
	['The connection timed out, consider setting the "Retry on Fail" option', 'lost'],
	['The host is unreachable, perhaps the server is offline', 'lost'],
	['socket hang up', 'lost'],
	['stream has been aborted', 'lost'],
	['aborted', 'lost'],
	['Premature close', 'lost'],
	['maxContentLength size of Infinity exceeded', 'lost'],
	['certificate has expired', 'untrusted'],
	['Invalid character in header content ["Authorization"]', 'not sendable'],
	['Request path contains unescaped characters', 'not sendable'],
	['timeout of 60000ms exceeded', 'timeout'],
	['the proxy is on fire', 'unknown'],
])('reads the bare text %j as %s', (message, reason) => {
	expect(read({ message }).reason).toBe(reason);
	expect(read({ message: 'wrapped', cause: { message } }).reason).toBe(reason);
});

it('does not send a file again that was too slow on its way', () => {
	const error = { message: 'timeout of 300000ms exceeded', code: 'ECONNABORTED' };

	expect(read(error, false)).toMatchObject({ reason: 'timeout', done: 'no', again: false });
	expect(read(error, true)).toMatchObject({ reason: 'timeout', done: 'maybe', again: true });
});

it.each([
	[new OutOfTimeError('up'), 'timeout', true],
	[new TooLongError('16 MB'), 'too long', false],
])('knows its own errors: %s', (error, reason, again) => {
	expect(read(error)).toMatchObject({ reason, detail: error.message, done: 'maybe', again });
});

it('says what the root of it is, cut to a length that can be shown', () => {
	const error = { message: 'wrapped', cause: { message: 'x'.repeat(1_000_000), code: 'EPROTO' } };

	expect(read(error).detail).toBe(`${'x'.repeat(1000)}… (EPROTO)`);
});

it.each([undefined, null, 'text', {}])('has words for %p, too', (error) => {
	expect(read(error)).toMatchObject({ reason: 'unknown', detail: 'Unknown error' });
});

it('ends at errors that are each other’s cause', () => {
	const error: { message: string; cause?: unknown } = { message: 'round and round' };
	error.cause = error;

	expect(read(error)).toMatchObject({ reason: 'unknown', detail: 'round and round' });
});
