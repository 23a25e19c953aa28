package ingest

import (
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// tcvn3 decodes the encoding of the “ABC” fonts: the half beyond ASCII of TCVN
// 5712:1993. Capitals with tone marks were a matter of the font there, so their
// bytes are those of small letters.
type tcvn3 struct{ transform.NopResetter }

// tcvnHigh are the runes of bytes 0x80 to 0xFF; 0xB0–0xB4 are combining marks.
var tcvnHigh = []rune("ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ" +
	"\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ")

func (tcvn3) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for ; nSrc < len(src); nSrc++ {
		r := rune(src[nSrc])
		if r >= utf8.RuneSelf {
			r = tcvnHigh[r-0x80]
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
	}
	return nDst, nSrc, nil
}
