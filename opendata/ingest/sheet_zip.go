package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"

	"minhbach/domain/fault"
)

// What workbooks are refused with.
var (
	ErrZip = fault.Define(fault.Invalid, "ingest.zip",
		"Tệp “{name}” hỏng hoặc bị cắt ngang ({part}); hãy mở và lưu lại bằng phần mềm bảng tính rồi nộp lại.",
		"The file “{name}” is damaged or cut short ({part}); open it in a spreadsheet program, save it and send it again.")
	ErrZipBomb = fault.Define(fault.TooLarge, "ingest.zip_bomb",
		"Tệp “{name}” nở ra quá lớn khi giải nén (tối đa {max} byte và {ratio} lần cỡ tệp, {entries} mục); hãy nộp dữ liệu dưới dạng CSV.",
		"The file “{name}” unpacks to too much (at most {max} bytes, {ratio} times its size and {entries} entries); send the data as CSV.")
	ErrNoSheet = fault.Define(fault.Invalid, "ingest.no_sheet",
		"Tệp “{name}” không có trang tính nào có dữ liệu; hãy kiểm tra lại các trang không bị ẩn.",
		"The file “{name}” has no sheet with data; check the sheets that are not hidden.")
	ErrLegacySheet = fault.Define(fault.Invalid, "ingest.xls",
		"“{name}” là tệp Excel cũ (XLS) hoặc được đặt mật khẩu; hãy mở bằng Excel, bỏ mật khẩu, chọn “Lưu thành” Excel Workbook (.xlsx) rồi nộp lại.",
		"“{name}” is an old Excel file (XLS) or has a password; open it in Excel, remove the password, choose “Save As” Excel Workbook (.xlsx) and send it again.")
)

// Bounds of an archive.
const (
	maxEntries   = 1000
	maxRatio     = 100
	maxDirectory = 4 << 20
	smallArchive = 16 << 20 // below this the ratio does not matter
)

// readZip opens an archive after a look at its end: the directory is short, so that
// reading it cannot take much memory whatever it says.
func readZip(src Source) (*zip.Reader, error) {
	tail := make([]byte, min(src.Size(), 22+65_535))
	if _, err := src.ReadAt(tail, src.Size()-int64(len(tail))); err != nil && err != io.EOF {
		return nil, err
	}
	damaged := func(err error) error {
		return ErrZip.New("name", src.Name(), "part", "ZIP").Because(err)
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < 22 {
		return nil, damaged(nil)
	}
	end := tail[at:]
	entries := binary.LittleEndian.Uint16(end[10:])
	size, offset := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	endAt := src.Size() - int64(len(tail)-at)
	if entries > maxEntries || size > maxDirectory || endAt-offset > maxDirectory {
		return nil, bomb(src, 0)
	}
	if offset > endAt {
		return nil, damaged(nil)
	}
	z, err := zip.NewReader(src, src.Size())
	if err != nil {
		return nil, damaged(err)
	}
	if len(z.File) > maxEntries {
		return nil, bomb(src, 0)
	}
	return z, nil
}

func bomb(src Source, max int64) error {
	return ErrZipBomb.New("name", src.Name(), "max", max, "ratio", maxRatio, "entries", maxEntries)
}

// archive is a workbook's parts within bounds.
type archive struct {
	src   Source
	files map[string]*zip.File
	max   int64 // bytes unpacked
}

func openArchive(src Source, limits Limits) (*archive, error) {
	z, err := readZip(src)
	if err != nil {
		return nil, err
	}
	a := &archive{src: src, files: map[string]*zip.File{}, max: min(limits.Bytes, max(smallArchive, maxRatio*src.Size()))}
	var total uint64
	for _, f := range z.File {
		if _, twice := a.files[f.Name]; !twice {
			a.files[f.Name] = f
		}
		if total += f.UncompressedSize64; total > uint64(a.max) || f.UncompressedSize64 > uint64(a.max) {
			return nil, bomb(src, a.max)
		}
	}
	return a, nil
}

// part opens one part; ok is false when there is none of that name.
func (a *archive) part(name string) (p *part, ok bool, err error) {
	f, ok := a.files[name]
	if !ok {
		return nil, false, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, true, a.damaged(name, err)
	}
	return &part{a: a, name: name, r: r, size: int64(f.UncompressedSize64)}, true, nil
}

func (a *archive) damaged(part string, err error) error {
	return ErrZip.New("name", a.src.Name(), "part", part).Because(err)
}

// part is one stream of an archive that counts what it unpacks.
type part struct {
	a    *archive
	name string
	r    io.ReadCloser
	size int64 // as declared
	read int64
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if p.read += int64(n); p.read > p.a.max {
		return 0, bomb(p.a.src, p.a.max)
	}
	if err != nil && err != io.EOF {
		err = p.a.damaged(p.name, err)
	}
	return n, err
}

func (p *part) Close() error { return p.r.Close() }

func (p *part) done() float64 {
	if p.size <= 0 {
		return 0
	}
	return min(1, float64(p.read)/float64(p.size))
}
