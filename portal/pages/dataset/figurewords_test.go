package dataset

import (
	"testing"

	"minhbach/opendata/chart"
	"minhbach/portal/i18n"
)

func TestNoUnitIsScaledTwice(t *testing.T) {
	for _, x := range []struct {
		unit string
		high float64
		by   float64
		want string
	}{
		{"triệu đồng", 5e6, 1e6, "nghìn tỷ đồng"}, {"triệu đồng", 1e6, 1, "triệu đồng"}, {"tỷ đồng", 9e6, 1e3, "nghìn tỷ đồng"}, {"nghìn tỷ đồng", 9e6, 1, "nghìn tỷ đồng"},
		{"nghìn người", 3e6, 1e6, "tỷ người"}, {"Triệu", 5e6, 1e6, "nghìn tỷ"}, {"đồng", 5e9, 1e9, "tỷ đồng"}, {"", 5e6, 1e6, "triệu"}, {"tấn", 3e6, 1e6, "triệu tấn"},
	} {
		by, unit := divide(i18n.VI, chart.Figure{Series: []chart.Series{{Values: []float64{x.high}}}}, x.unit)
		if by != x.by || unit != x.want {
			t.Errorf("%g %s: by %g, %q; want by %g, %q", x.high, x.unit, by, unit, x.by, x.want)
		}
	}
}
