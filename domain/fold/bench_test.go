package fold_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/fold"
)

const title = "Quyết định ban hành Quy chế hoạt động của Cổng thông tin điện tử tỉnh Sóc Trăng"

func BenchmarkString(b *testing.B) {
	for name, s := range map[string]string{"ascii": "quyet dinh ban hanh quy che hoat dong cua cong", "nfc": title, "nfd": norm.NFD.String(title), "other": title + " ខេត្ត"} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				fold.String(s)
			}
		})
	}
}

func BenchmarkSlug(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		fold.Slug(title)
	}
}

func BenchmarkSortKey(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		fold.SortKey(title)
	}
}

func BenchmarkNFC(b *testing.B) {
	for name, s := range map[string]string{"ascii": "quyet dinh ban hanh quy che", "nfc": title} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				fold.NFC(s)
			}
		})
	}
}
