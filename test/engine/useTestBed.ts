import type { StandInOptions } from '../stand-in/StandIn';
import { forgetStore } from './files';
import { others } from './meanwhile';
import { TestBed } from './TestBed';
import { useVirtualTime } from './useVirtualTime';

/**
 * A bed for the tests of a file, or of a `describe`: opened before them, closed after them. Time is virtual.
 *
 * @param contents what its stand-in holds, and how it behaves, when a test begins
 */
export function useTestBed(contents: () => StandInOptions = () => ({})): TestBed {
	const bed: TestBed = new TestBed(useVirtualTime(() => bed.standIn.received.length - 1));
	beforeAll(async () => {
		forgetStore();
		await bed.open();
	});
	beforeEach(async () => {
		// What a test left on its way arrives before the next one begins.
		await others();
		bed.standIn.reset(contents());
	});
	afterAll(async () => await bed.close());
	return bed;
}
