package ingest

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// vni decodes VNI-Windows: a vowel is its base letter and a second byte for its
// marks; ơ, ư, đ and i with a tone have bytes of their own.
type vni struct{ transform.NopResetter }

// vniPairs maps small base and mark to the letter; capitals follow.
var vniPairs, vniSingles = func() (map[[2]byte]rune, map[byte]rune) {
	pairs, singles := map[[2]byte]rune{}, map[byte]rune{}
	tones := []byte{0xF9, 0xF8, 0xFB, 0xF5, 0xEF} // sắc, huyền, hỏi, ngã, nặng
	add := func(base byte, marks []byte, letters string) {
		for i, r := range []rune(letters) {
			upper, m := unicode.ToUpper(r), marks[i]
			pairs[[2]byte{base, m}] = r
			pairs[[2]byte{base, m - 0x20}] = r
			B := base - 0x20
			pairs[[2]byte{B, m}] = upper
			pairs[[2]byte{B, m - 0x20}] = upper
		}
	}
	circumflex := []byte{0xE2, 0xE1, 0xE0, 0xE5, 0xE3, 0xE4}
	breve := []byte{0xEA, 0xE9, 0xE8, 0xFA, 0xFC, 0xEB}
	add('a', tones, "áàảãạ")
	add('a', circumflex, "âấầẩẫậ")
	add('a', breve, "ăắằẳẵặ")
	add('e', tones, "éèẻẽẹ")
	add('e', circumflex, "êếềểễệ")
	add('o', tones, "óòỏõọ")
	add('o', circumflex, "ôốồổỗộ")
	add('u', tones, "úùủũụ")
	add('y', tones[:4], "ýỳỷỹ")
	add(0xF4, tones, "ớờởỡợ")
	add(0xF6, tones, "ứừửữự")
	for small, r := range map[byte]rune{0xF4: 'ơ', 0xF6: 'ư', 0xF1: 'đ', 0xED: 'í', 0xEC: 'ì', 0xE6: 'ỉ', 0xF3: 'ĩ', 0xF2: 'ị', 0xEE: 'ỵ'} {
		singles[small], singles[small-0x20] = r, unicode.ToUpper(r)
	}
	return pairs, singles
}()

func (vni) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		c, size := src[nSrc], 1
		r, ok := rune(c), false
		if isVNIBase(c) {
			if nSrc+1 == len(src) && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			if nSrc+1 < len(src) {
				if p, found := vniPairs[[2]byte{c, src[nSrc+1]}]; found {
					r, size, ok = p, 2, true
				}
			}
		}
		if !ok && c >= utf8.RuneSelf {
			if r, ok = vniSingles[c]; !ok {
				r = charmap.Windows1252.DecodeByte(c)
			}
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

func isVNIBase(c byte) bool {
	switch c | 0x20 {
	case 'a', 'e', 'o', 'u', 'y', 0xF4, 0xF6:
		return true
	}
	return false
}
