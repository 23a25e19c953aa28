package ingest

import "strings"

// marks are signs by which publishers say that there is no value.
var marks = map[string]bool{
	"-": true, "–": true, "—": true, "--": true, "…": true, "...": true, "..": true, ".": true, "/": true,
	"N/A": true, "n/a": true, "NA": true, "#N/A": true, "null": true, "NULL": true, "Null": true, "None": true, "NaN": true, "nan": true, `\N`: true,
}

// classify tells in which formats a trimmed, non-empty value can be read.
func classify(s string) mask {
	if s == "" {
		return 0
	}
	c := s[0]
	switch {
	case c >= '0' && c <= '9':
		if m, ok := classifyNumber(s); ok && m != 0 {
			return m
		}
		return classifyDate(s)
	case c == '-' || c == '+' || c == '(' || c == '.' || c == ',':
		if m, ok := classifyNumber(s); ok {
			return m
		}
	case c == 0xE2: // U+2212 MINUS SIGN, dashes, ellipsis
		if rest, ok := strings.CutPrefix(s, "\u2212"); ok && rest != "" {
			if m, ok := classifyNumber("-" + rest); ok {
				return m
			}
		}
	}
	return classifyWord(s)
}

// words that say yes or no, in small letters, by format.
var words = map[string]mask{
	"true": of(boolTrue), "false": of(boolTrue), "có": of(boolCo), "không": of(boolCo),
	"đúng": of(boolDung), "sai": of(boolDung), "yes": of(boolYes), "no": of(boolYes), "x": of(boolX), "✓": of(boolX),
}

func classifyWord(s string) mask {
	if len(s) > 8 {
		return 0
	}
	if marks[s] {
		return isMark
	}
	if m, ok := words[s]; ok {
		return m
	}
	return words[strings.ToLower(s)]
}

// classifyDate reads dates and times; all of them begin with a digit.
func classifyDate(s string) mask {
	if len(s) < 8 || len(s) > 40 {
		return 0
	}
	_, _, m := readDate(s)
	return m
}
