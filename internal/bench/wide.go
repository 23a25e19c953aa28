package bench

import (
	"bufio"
	"math/rand/v2"
	"os"
	"strconv"
	"time"
)

// column of the made-up tables, as PostgreSQL has to be told.
type column struct{ name, kind string }

var wideColumns = []column{
	{"ma_ho_so", "text"}, {"ngay_nhan", "date"}, {"ngay_tra", "date"}, {"thu_tuc", "text"}, {"linh_vuc", "text"}, {"co_quan", "text"},
	{"xa", "text"}, {"trang_thai", "text"}, {"so_ngay", "integer"}, {"le_phi", "integer"}, {"diem", "double precision"}, {"kenh", "text"},
	{"trich_yeu", "text"}, {"ket_qua", "text"}, {"ghi_chu", "text"},
}

var (
	procedures = []string{"Cấp giấy chứng nhận quyền sử dụng đất", "Đăng ký hộ kinh doanh", "Chứng thực bản sao từ bản chính", "Đăng ký khai sinh cho trẻ em", "Cấp phép xây dựng nhà ở riêng lẻ", "Đăng ký nuôi trồng thủy sản lồng bè"}
	fields     = []string{"Đất đai", "Doanh nghiệp", "Tư pháp", "Hộ tịch", "Xây dựng", "Thủy sản"}
	offices    = []string{"Sở Nông nghiệp và Môi trường", "Sở Xây dựng", "Phòng Tư pháp", "Bộ phận Một cửa cấp huyện"}
	states     = []string{"Đã trả kết quả", "Đang xử lý", "Chờ bổ sung"}
	ways       = []string{"Trực tiếp", "Trực tuyến", "Bưu chính"}
	words      = []string{"hồ", "sơ", "đã", "nhận", "đủ", "thành", "phần", "theo", "quy", "định", "cán", "bộ", "kiểm", "tra", "thực", "địa", "thửa", "đất", "ruộng", "lúa", "kênh", "thủy", "lợi", "nước", "mặn", "vụ", "mùa", "xã", "ấp", "người", "dân", "chuyển", "phòng", "chuyên", "môn", "xem", "xét", "trả", "kết", "quả"}
)

// writeWide makes the file that is loaded: text, dates and numbers of the kind that
// offices publish, wideRow bytes a row.
func writeWide(path string, rows int64) error {
	return writeCSV(path, wideColumns, rows, func(b []byte, i int64, rnd *rand.Rand) []byte {
		begun := len(b)
		pick := func(all []string) { b = append(append(b, all[rnd.IntN(len(all))]...), ',') }
		b = append(b, "HS-"...)
		b = digits(b, i, 7)
		b = append(b, ',')
		day := rnd.IntN(3650)
		b = append(date(b, day), ',')
		b = append(date(b, day+1+rnd.IntN(30)), ',')
		n := rnd.IntN(len(procedures))
		b = append(append(b, procedures[n]...), ',')
		b = append(append(b, fields[n]...), ',')
		pick(offices)
		b = append(commune(b, rnd), ',')
		pick(states)
		b = append(strconv.AppendInt(b, int64(1+rnd.IntN(30)), 10), ',')
		b = append(strconv.AppendInt(b, int64(rnd.IntN(200))*5000, 10), ',')
		b = append(strconv.AppendFloat(b, float64(rnd.IntN(91)+10)/10, 'f', 1, 64), ',')
		pick(ways)
		b = append(b, '"')
		b = append(sentence(b, 8, rnd), ", "...)
		b = append(sentence(b, 6, rnd), `",`...)
		b = append(sentence(b, 7, rnd), ',')
		for len(b)-begun < wideRow-8 {
			b = sentence(append(b, ' '), 1, rnd)
		}
		for len(b)-begun < wideRow-1 {
			b = append(b, '.')
		}
		return b
	})
}

// writeCSV writes a header and rows that fill appends to.
func writeCSV(path string, columns []column, rows int64, fill func(b []byte, i int64, rnd *rand.Rand) []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	var b []byte
	for i, c := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, c.name...)
	}
	rnd := rand.New(rand.NewPCG(20, 26))
	for i := range rows {
		b = fill(append(b, '\n'), i, rnd)
		if _, err := w.Write(b); err != nil {
			return err
		}
		b = b[:0]
	}
	if err := w.WriteByte('\n'); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

var firstDay = time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)

func date(b []byte, days int) []byte {
	return firstDay.AddDate(0, 0, days).AppendFormat(b, time.DateOnly)
}

func digits(b []byte, n int64, width int) []byte {
	text := strconv.FormatInt(n, 10)
	for range width - len(text) {
		b = append(b, '0')
	}
	return append(b, text...)
}

const communes = 109

func commune(b []byte, rnd *rand.Rand) []byte {
	return digits(append(b, "Xã "...), int64(1+rnd.IntN(communes)), 3)
}

func sentence(b []byte, n int, rnd *rand.Rand) []byte {
	for i := range n {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, words[rnd.IntN(len(words))]...)
	}
	return b
}
