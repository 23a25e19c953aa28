package ingest

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The parts of a Vietnamese syllable without its tone. They weigh decodings; they
// do not check spelling.
var (
	onsets = strings.Fields("ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p r s t v x")
	rhymes = func() map[string]bool {
		all := map[string]bool{}
		for _, r := range strings.Fields(`a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
			e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
			o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oc oe oem oen oeo oet oi om on ong op ot ooc oong
			ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
			uy uya uych uyên uyêt uynh uyn uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh yt`) {
			all[r] = true
		}
		return all
	}()
)

// isSyllables tells whether every word of a text could be Vietnamese.
func isSyllables(text string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return r < 0x80 && !unicode.IsLetter(r) })
	for _, w := range words {
		if !isSyllable(w) {
			return false
		}
	}
	return len(words) > 0
}

func isSyllable(word string) bool {
	var b strings.Builder
	tones := 0
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		switch r {
		case '\u0300', '\u0301', '\u0303', '\u0309', '\u0323':
			tones++
		default:
			b.WriteRune(r)
		}
	}
	plain := norm.NFC.String(b.String())
	if tones > 1 {
		return false
	}
	if rhymes[plain] {
		return true
	}
	for _, o := range onsets {
		if rest, ok := strings.CutPrefix(plain, o); ok && (rhymes[rest] || o == "gi" && rest == "") {
			return true
		}
	}
	return false
}
