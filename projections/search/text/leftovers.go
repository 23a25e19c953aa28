package text

import "strings"

// Leftovers are the folded words that somebody may have meant whose keyboard was
// not switched to Vietnamese: Telex (thoongs) or VNI (tho6ng1). None for a word
// that cannot be such input.
func Leftovers(folded string) []string {
	var out []string
	add := func(w string) {
		if w == "" || w == folded {
			return
		}
		for _, o := range out {
			if o == w {
				return
			}
		}
		out = append(out, w)
	}
	if strings.ContainsAny(folded, "123456789") && strings.ContainsAny(folded, "aeiouyd") {
		add(strings.Map(func(r rune) rune {
			if r >= '1' && r <= '9' {
				return -1
			}
			return r
		}, folded))
	}
	bare := folded
	for _, double := range []string{"aa", "ee", "oo", "dd"} {
		bare = strings.ReplaceAll(bare, double, double[:1])
	}
	for _, hooked := range []string{"a", "o", "u"} {
		bare = strings.ReplaceAll(bare, hooked+"w", hooked)
	}
	bare = strings.ReplaceAll(bare, "w", "u")
	// The tone key comes after the first vowel, at the end or inside.
	vowel := strings.IndexAny(bare, "aeiouy")
	if vowel >= 0 {
		for i := len(bare) - 1; i > vowel; i-- {
			if strings.IndexByte("sfrxj", bare[i]) >= 0 {
				add(bare[:i] + bare[i+1:])
			}
		}
	}
	add(bare)
	return out
}
