import { readLostRequest } from '../../../nodes/shared/api/noAnswer';

const ORIGIN = 'https://www.anyfast.com.cn';

/** What is made of a failure with that code, deep in what n8n wraps it in. */
const read = (code: string | undefined, wasSent = true, message = 'no luck') => {
	const cause = { message, code };
	const outcome = readLostRequest({ message: 'wrapped', cause: { cause } }, ORIGIN, wasSent);
	if (outcome.ok) throw new Error('A lost request is no success');
	return { ...outcome.failure, again: outcome.again !== undefined };
};

it.each([
	['ECONNREFUSED', true],
	['EAI_AGAIN', true],
	['ENOTFOUND', false],
	['CERT_HAS_EXPIRED', false],
	['DEPTH_ZERO_SELF_SIGNED_CERT', false],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false],
	['ERR_TLS_CERT_ALTNAME_INVALID', false],
	['ERR_INVALID_CHAR', false],
])('%s: it certainly did not arrive; may be tried again: %s', (code, again) => {
	const failure = read(code);

	expect(failure.inDoubt ?? false).toBe(false);
	expect(failure.again).toBe(again);
});

it.each([
	['ECONNRESET', true],
	['EPIPE', true],
	['ECONNABORTED', true],
	['ETIMEDOUT', true],
	['EHOSTUNREACH', true],
	['ERR_BAD_RESPONSE', true],
	['HPE_INVALID_CHUNK_SIZE', false],
	['EPROTO', false],
	['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', false],
	[undefined, false],
])('%s: it may have arrived; may be tried again: %s', (code, again) => {
	expect(read(code)).toMatchObject({ inDoubt: true, again });
	// What was not sent to its end cannot have been carried out.
	expect(read(code, false)).toMatchObject({ inDoubt: false, again });
});

it('does not send a file again that was too slow on its way', () => {
	const failure = read('ECONNABORTED', false, 'timeout of 300000ms exceeded');

	expect(failure.message).toBe('The file could not be sent to Anyfast in time');
	expect(failure.again).toBe(false);
	expect(failure.inDoubt).toBeUndefined();
});

it('says that there was no answer in time, of what was sent', () => {
	expect(read('ECONNABORTED', true, 'timeout of 60000ms exceeded').message).toBe(
		'Anyfast did not answer in time',
	);
});
