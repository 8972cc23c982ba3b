export type Language = 'en' | 'zh';

export interface LanguageOptions {
	/** What the account has set in the console: it wins over what a request asks for. */
	account?: Language;
	/** What errors are in if nothing else decides. English; Chinese in the field. */
	otherwise?: Language;
}

/** The language of the gateway's errors: by the account's setting, then by Accept-Language. */
export function languageFor(
	acceptLanguage: string | undefined,
	{ account, otherwise = 'en' }: LanguageOptions,
): Language {
	const [asked] = /^(?:en|zh)\b/i.exec(acceptLanguage?.trim() ?? '') ?? [];
	if (account !== undefined || asked === undefined) return account ?? otherwise;
	return asked.toLowerCase() === 'zh' ? 'zh' : 'en';
}
