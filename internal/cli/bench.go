package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minhbach/internal/bench"
)

func (c *cli) benchCommand() *cobra.Command {
	return group("bench", c.say("đo hiệu năng trên máy này", "measure performance on this machine"), c.benchOpenDataCommand(), c.benchRestoreCommand())
}

func (c *cli) benchOpenDataCommand() *cobra.Command {
	o := bench.Options{}
	cmd := &cobra.Command{
		Use: "opendata", Args: cobra.NoArgs,
		Short: c.say("đo phần dữ liệu mở, cùng việc với PostgreSQL nếu có", "measure open data, with PostgreSQL doing the same where there is one"),
		Long: c.say(
			"Tự sinh dữ liệu trong thư mục tạm, đo từ lúc nhận tệp đến khi tìm và truy vấn được, hỏi từng dòng, hỏi theo nhóm,\ntrang dưới tải và tìm kiếm; chỉ nghe trên máy này; tự dừng và dọn sạch. Hãy để máy rảnh khi đo.\nSo sánh cần gói Debian postgresql (sudo apt-get install postgresql); không cần chạy sẵn.",
			"Makes up data in a temporary directory and measures a file from upload until it is searchable and queryable, rows,\ngroups, pages under load and search; listens on this machine only; ends by itself and cleans up. Leave the machine quiet meanwhile.\nThe comparison needs the Debian package postgresql (sudo apt-get install postgresql); it need not be running."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.Validate(); err != nil {
				return exit{Usage, err}
			}
			o.Version, o.Now, o.Free = version(), now, diskSpace
			o.Tell = func(w bench.Words) { c.progress("… %s", c.say(w.Vi, w.En)) }
			report, err := bench.Run(cmd.Context(), o)
			if report != nil {
				err = errors.Join(err, c.print(report, func(w io.Writer) { report.Write(w, c.language()) }))
			}
			if err == nil && len(report.Faults) > 0 {
				err = fmt.Errorf(c.say("không đo được hết: %s", "not everything was measured: %s"), strings.Join(report.Faults, "; "))
			}
			return err
		},
	}
	f := cmd.Flags()
	f.Int64Var(&o.Rows, "rows", 0, c.say("số dòng của tệp được nhập, 100 đến 1000000; các cỡ khác theo tỉ lệ (mặc định 1000000)", "rows of the file that is loaded, 100 to 1000000; other sizes follow in proportion (default 1000000)"))
	f.Float64Var(&o.Scale, "scale", 1, c.say("nhân thêm vào các cỡ khác, 0.001 đến 1", "further factor on the other sizes, 0.001 to 1"))
	f.StringVar(&o.Postgres, "postgres", "auto", c.say("auto: tự chạy PostgreSQL của máy; none: không so; hoặc chuỗi kết nối tới máy chủ trên loopback", "auto: start this machine's PostgreSQL; none: no comparison; or a connection string of a server on loopback"))
	f.StringSliceVar(&o.Only, "only", nil, strings.Join(bench.Steps, ","))
	f.StringVar(&o.Dir, "dir", "", c.say("nơi đặt thư mục tạm", "where the temporary directory is made"))
	f.DurationVar(&o.Limit, "limit", time.Hour, c.say("dừng sau chừng này", "stop after this long"))
	return cmd
}
