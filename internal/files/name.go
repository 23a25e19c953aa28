package files

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const maxName = 200 // bytes

// CleanName makes the name that is offered when saving: Unicode form C, one path
// element, without control characters, signs that turn the reading direction and
// signs that some system forbids, at most 200 bytes with the extension kept. It
// is empty when nothing is left. The store itself never uses it.
func CleanName(name string) string {
	if len(name) > 16*maxName { // what counts is at the end
		name = name[len(name)-16*maxName:]
	}
	name = norm.NFC.String(strings.ToValidUTF8(name, ""))
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r): // controls, bidirectional and other invisible signs
			return -1
		case strings.ContainsRune(`<>:"|?*;`, r):
			return '-'
		}
		return r
	}, name)
	name = norm.NFC.String(strings.Join(strings.Fields(name), " "))
	stem, ext := split(name)
	stem = strings.Trim(stem, ". ")
	if room := maxName - len(ext); len(stem) > room {
		for stem = stem[:max(room, 0)]; !utf8.ValidString(stem); {
			stem = stem[:len(stem)-1]
		}
		stem = strings.TrimRight(stem, ". ")
	}
	if stem == "" {
		return ""
	}
	return stem + ext
}

// split takes off an extension of plain letters and digits.
func split(name string) (stem, ext string) {
	name = strings.TrimRight(name, ". ")
	ext = path.Ext(name)
	if len(ext) < 2 || len(ext) > 10 || strings.ContainsFunc(ext[1:], func(r rune) bool {
		return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		return name, ""
	}
	return strings.TrimSuffix(name, ext), ext
}

// extension of a clean name, lower case, without the dot.
func extension(name string) string {
	_, ext := split(name)
	return strings.ToLower(strings.TrimPrefix(ext, "."))
}
