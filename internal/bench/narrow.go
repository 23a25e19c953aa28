package bench

import (
	"math/rand/v2"
	"strconv"
)

var narrowColumns = []column{{"ngay", "date"}, {"xa", "text"}, {"mat_hang", "text"}, {"gia", "double precision"}}

var goods = []string{"Lúa", "Gạo", "Tôm sú", "Tôm thẻ", "Cá tra", "Cá lóc", "Hành tím", "Bưởi", "Xoài", "Nhãn", "Dừa", "Mía", "Bắp", "Khóm", "Cam sành", "Vú sữa"}

// writeNarrow makes the long table of prices that questions go to.
func writeNarrow(path string, rows int64) error {
	return writeCSV(path, narrowColumns, rows, func(b []byte, _ int64, rnd *rand.Rand) []byte {
		b = append(date(b, rnd.IntN(3650)), ',')
		b = append(commune(b, rnd), ',')
		b = append(append(b, goods[rnd.IntN(len(goods))]...), ',')
		return strconv.AppendFloat(b, float64(rnd.IntN(900_000)+10_000)/10, 'f', 1, 64)
	})
}
