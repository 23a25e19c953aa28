package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// The library trusts the sizes that a Parquet file claims, so each is checked
// against what is really there before the library sees it: first the footer, then
// every page.
const (
	maxFooter = 16 << 20
	maxPage   = 64 << 20
	maxHeader = 1 << 20
	// maxAtOnce bounds the pages of all columns of a row group that are in memory
	// together.
	maxAtOnce = 1 << 30
)

var errParquet = errors.New("parquet: not as its own sizes say")

// checkFooter looks at the metadata (Parquet format, “File format”: the footer, its
// length in four bytes, PAR1).
func checkFooter(src Source, limits Limits) error {
	var end [8]byte
	if src.Size() < 12 {
		return errParquet
	}
	if _, err := src.ReadAt(end[:], src.Size()-8); err != nil && err != io.EOF {
		return err
	}
	n := int64(end[0]) | int64(end[1])<<8 | int64(end[2])<<16 | int64(end[3])<<24
	if string(end[4:]) != "PAR1" || n > src.Size()-12 || n > maxFooter {
		return fmt.Errorf("%w: the footer", errParquet)
	}
	footer := make([]byte, n)
	if _, err := src.ReadAt(footer, src.Size()-8-n); err != nil && err != io.EOF {
		return err
	}
	t := &compactWalker{b: footer, maxList: 1 << 16, maxSchema: 8*limits.Columns + 100}
	if t.structure(0); t.err != nil || t.at != len(footer) {
		return fmt.Errorf("%w: the footer: %w", errParquet, errors.Join(t.err))
	}
	return nil
}

// compactWalker passes over a value in Thrift's compact protocol and fails when a
// length in it is not covered by bytes.
type compactWalker struct {
	b         []byte
	at        int
	maxList   int
	maxSchema int // of the list that is field 2 of the outermost structure; 0: none
	err       error
}

func (t *compactWalker) fail(what string) {
	if t.err == nil {
		t.err = errors.New(what)
	}
}

func (t *compactWalker) byte() byte {
	if t.at >= len(t.b) {
		t.fail("cut short")
		return 0
	}
	t.at++
	return t.b[t.at-1]
}

func (t *compactWalker) varint() uint64 {
	var n uint64
	for shift := 0; shift < 64; shift += 7 {
		c := t.byte()
		n |= uint64(c&0x7F) << shift
		if c < 0x80 {
			return n
		}
	}
	t.fail("a long number")
	return 0
}

func (t *compactWalker) skip(n uint64) {
	if n > uint64(len(t.b)-t.at) {
		t.fail("cut short")
		return
	}
	t.at += int(n)
}

func (t *compactWalker) structure(depth int) {
	id := 0
	for t.err == nil {
		head := t.byte()
		if head == 0 {
			return
		}
		if delta := int(head >> 4); delta != 0 {
			id += delta
		} else {
			n := t.varint()
			id = int(int16(n>>1) ^ -int16(n&1))
		}
		limit := t.maxList
		if depth == 0 && id == 2 && t.maxSchema > 0 {
			limit = t.maxSchema
		}
		t.value(head&15, depth+1, limit, false)
	}
}

func (t *compactWalker) value(typ byte, depth, limit int, inList bool) {
	if depth > 24 {
		t.fail("too deep")
		return
	}
	switch typ {
	case 1, 2: // true and false are in the type, but for those in lists
		if inList {
			t.byte()
		}
	case 3:
		t.byte()
	case 4, 5, 6:
		t.varint()
	case 7:
		t.skip(8)
	case 8:
		t.skip(t.varint())
	case 9, 10:
		head := t.byte()
		n := uint64(head >> 4)
		if n == 15 {
			n = t.varint()
		}
		if n > uint64(limit) || n > uint64(len(t.b)-t.at) {
			t.fail("a long list")
			return
		}
		for ; n > 0 && t.err == nil; n-- {
			t.value(head&15, depth+1, t.maxList, true)
		}
	case 12:
		t.structure(depth)
	default: // maps do not occur in Parquet
		t.fail("an unknown type")
	}
}

// checkPages goes through every page of a file: what it claims to hold must be what
// it unpacks to.
func checkPages(f *parquet.File, src Source, limits Limits) error {
	budget := min(4*limits.Bytes, max(64<<20, maxRatio*src.Size()))
	for _, g := range f.Metadata().RowGroups {
		if g.NumRows < 0 || g.NumRows > limits.Rows {
			return errParquet
		}
		atOnce := int64(0)
		for i := range g.Columns {
			unpacked, largest, err := checkChunk(&g.Columns[i].MetaData, src, limits)
			if err != nil {
				return err
			}
			budget -= unpacked
			atOnce += largest
		}
		if budget < 0 || atOnce > maxAtOnce {
			return bomb(src, limits.Bytes)
		}
	}
	return nil
}

func checkChunk(m *format.ColumnMetaData, src Source, limits Limits) (unpacked, largest int64, err error) {
	at := m.DataPageOffset
	if m.DictionaryPageOffset != 0 {
		at = m.DictionaryPageOffset
	}
	end := at + m.TotalCompressedSize
	if at < 4 || m.TotalCompressedSize < 0 || end < at || end > src.Size() || m.NumValues < 0 {
		return 0, 0, fmt.Errorf("%w: a column's place", errParquet)
	}
	dictionary := int64(0)
	for at < end {
		h, n, err := readPageHeader(src, at, end)
		if err != nil {
			return 0, 0, err
		}
		at += n
		size, packed := int64(h.UncompressedPageSize), int64(h.CompressedPageSize)
		values := int64(max(h.DataPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumValues, h.DictionaryPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumRows))
		if size < 0 || packed < 0 || packed > end-at || size > maxPage || packed > maxPage || values < 0 || values > limits.Rows {
			return 0, 0, fmt.Errorf("%w: a page's size", errParquet)
		}
		page := make([]byte, packed)
		if _, err := src.ReadAt(page, at); err != nil && err != io.EOF {
			return 0, 0, err
		}
		at += packed
		if err := checkPage(h, m.Codec, page); err != nil {
			return 0, 0, err
		}
		unpacked += size
		if h.Type == format.DictionaryPage {
			dictionary += size + 16*values
		} else {
			largest = max(largest, size+9*values)
		}
	}
	return unpacked, largest + dictionary, nil
}

// readPageHeader reads the header that begins at an offset and tells its length.
func readPageHeader(src Source, at, end int64) (*format.PageHeader, int64, error) {
	for size := int64(512); ; size *= 8 {
		b := make([]byte, min(size, end-at, maxHeader))
		if _, err := src.ReadAt(b, at); err != nil && err != io.EOF {
			return nil, 0, err
		}
		t := &compactWalker{b: b, maxList: 1 << 10}
		t.structure(0)
		if t.err == nil {
			h := new(format.PageHeader)
			err := thrift.Unmarshal(new(thrift.CompactProtocol), b[:t.at], h)
			return h, int64(t.at), err
		}
		if t.at < len(b)-16 && size > 512 || int64(len(b)) == end-at || len(b) == maxHeader {
			return nil, 0, fmt.Errorf("%w: a page's header: %w", errParquet, t.err)
		}
	}
}

// checkPage unpacks a page as far as it claims to go.
func checkPage(h *format.PageHeader, codec format.CompressionCodec, page []byte) error {
	size := int(h.UncompressedPageSize)
	if h.Type == format.DataPageV2 {
		v2 := h.DataPageHeaderV2.V
		levels := int64(v2.DefinitionLevelsByteLength) + int64(v2.RepetitionLevelsByteLength)
		if v2.DefinitionLevelsByteLength < 0 || v2.RepetitionLevelsByteLength < 0 || levels > int64(len(page)) || levels > int64(size) {
			return fmt.Errorf("%w: a page's levels", errParquet)
		}
		if v2.IsCompressed.Valid && !v2.IsCompressed.V {
			return nil
		}
		page, size = page[levels:], size-int(levels)
	}
	n, err := unpack(codec, page, size)
	if err != nil || n > size {
		return fmt.Errorf("%w: a page of %d bytes unpacks to %d: %w", errParquet, size, n, errors.Join(err))
	}
	return nil
}

// zstdReaders are dear to make; each works without a goroutine of its own.
var zstdReaders = sync.Pool{New: func() any {
	r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxPage))
	if err != nil {
		panic(err) // the options are constants
	}
	return r
}}

// unpack counts what a page unpacks to, up to one byte more than it may.
func unpack(codec format.CompressionCodec, page []byte, size int) (int, error) {
	if len(page) == 0 {
		return 0, nil
	}
	switch codec {
	case format.Uncompressed:
		return len(page), nil
	case format.Snappy:
		return snappy.DecodedLen(page)
	case format.Lz4Raw:
		return lz4.UncompressBlock(page, make([]byte, size+1))
	case format.Gzip:
		r, err := gzip.NewReader(bytes.NewReader(page))
		if err != nil {
			return 0, err
		}
		return count(r, size)
	case format.Brotli:
		return count(brotli.NewReader(bytes.NewReader(page)), size)
	case format.Zstd:
		r := zstdReaders.Get().(*zstd.Decoder)
		defer zstdReaders.Put(r)
		if err := r.Reset(bytes.NewReader(page)); err != nil {
			return 0, err
		}
		return count(r, size)
	}
	return 0, fmt.Errorf("the compression %s is not read", codec)
}

func count(r io.Reader, size int) (int, error) {
	n, err := io.Copy(io.Discard, io.LimitReader(r, int64(size)+1))
	return int(n), err
}
