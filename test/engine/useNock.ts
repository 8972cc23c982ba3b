import nock from 'nock';

/** Lets no request leave this machine while the tests of a file run: each meets what a test told nock, or fails. */
export function useNock(): void {
	beforeAll(() => {
		// It is loaded, and so switched on, once for all files.
		if (!nock.isActive()) nock.activate();
		nock.disableNetConnect();
	});
	afterEach(() => nock.cleanAll());
	afterAll(() => {
		nock.enableNetConnect();
		nock.restore();
	});
}
