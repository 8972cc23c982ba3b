import type { Resource } from '../../../shared/operation';
import { getVerificationResult } from './getVerificationResult';
import { startVerification } from './startVerification';

/** Real people, who have to allow that pictures of them are used. */
export const person: Resource = {
	value: 'person',
	operations: [startVerification, getVerificationResult],
	defaultOperation: 'startVerification',
};
