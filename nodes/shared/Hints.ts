/** Of the things that a hint is about, so many are named. */
const NAMED = 3;

/** The hints of a run. Those that say the same become one, which names the first things that it is about and counts the rest. */
export class Hints {
	/** What each is about: names, or a number of things. */
	private readonly about = new Map<string, { names: Set<string>; count: number }>();

	/** @param about a name, or how many things */
	readonly add = (message: string, about?: string | number): void => {
		const { names, count } = this.about.get(message) ?? { names: new Set(), count: 0 };
		if (typeof about === 'string') names.add(about);
		this.about.set(message, { names, count: count + (typeof about === 'number' ? about : 0) });
	};

	/** As they are shown, in the order in which they came. */
	get messages(): string[] {
		return [...this.about].map(([message, { names, count }]) => {
			const named = [...names].slice(0, NAMED).join(', ');
			const more = names.size > NAMED ? ` and ${names.size - NAMED} more` : '';
			const things = named || (count > 0 ? String(count) : '');
			return things === '' ? message : `${message}: ${things}${more}`;
		});
	}
}
