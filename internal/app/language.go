package app

import "context"

type languageKey struct{}

// InLanguage tells queries which language the reader of their answers reads. It
// matters where a name is gone and words stand in its place; without it these are
// Vietnamese.
func InLanguage(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, languageKey{}, lang)
}

func languageOf(ctx context.Context) string {
	lang, _ := ctx.Value(languageKey{}).(string)
	return lang
}
