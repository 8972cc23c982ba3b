import type { StandInOptions } from '../stand-in/StandIn';
import { TestBed } from './TestBed';
import { useVirtualTime } from './useVirtualTime';

interface Options {
	/** A bed of its own for each test: for those that end while requests are still on their way. */
	forEachTest?: boolean;
}

/**
 * A bed for the tests of a file, or of a `describe`: opened before them, closed after them. Time is virtual.
 *
 * @param contents what its stand-in holds, and how it behaves, when a test begins
 */
export function useTestBed(
	contents: () => StandInOptions = () => ({}),
	{ forEachTest = false }: Options = {},
): TestBed {
	const bed: TestBed = new TestBed(useVirtualTime(() => bed.standIn.received.length - 1));
	const [before, after] = forEachTest ? [beforeEach, afterEach] : [beforeAll, afterAll];
	before(async () => await bed.open());
	beforeEach(() => bed.standIn.reset(contents()));
	after(async () => await bed.close());
	return bed;
}
