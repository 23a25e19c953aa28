package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"minhbach/internal/bench"
)

func (c *cli) benchRestoreCommand() *cobra.Command {
	o := bench.RestoreOptions{}
	cmd := &cobra.Command{
		Use: "restore", Args: cobra.NoArgs,
		Short: c.say("đo sao lưu, kiểm tra và khôi phục một lịch sử dài", "measure backup, verification and restoring of a long history"),
		Long: c.say(
			"Nhân bản lịch sử trình diễn đến số sự kiện đã cho trong thư mục tạm, sao lưu khi đang chạy, kiểm tra,\nkhôi phục đến khi phục vụ được; tự dọn sạch. Một triệu sự kiện cần khoảng 8 GB đĩa.",
			"Repeats the demo's history up to the number of events in a temporary directory, backs it up while it runs, verifies it\nand restores it until it serves; cleans up. A million events need about 8 GB of disk."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Events < 10_000 || o.Events > 10_000_000 {
				return usage("--events %d: %s", o.Events, c.say("cần từ 10000 đến 10000000", "want 10000 to 10000000"))
			}
			o.Version, o.Now = version(), now
			o.Tell = func(w bench.Words) { c.progress("… %s", c.say(w.Vi, w.En)) }
			report, err := bench.Restore(cmd.Context(), o)
			if report != nil {
				err = errors.Join(err, c.print(report, func(w io.Writer) { report.Write(w, c.language()) }))
			}
			if err == nil && len(report.Faults) > 0 {
				err = fmt.Errorf(c.say("không đo được hết: %s", "not everything was measured: %s"), strings.Join(report.Faults, "; "))
			}
			return err
		},
	}
	cmd.Flags().Int64Var(&o.Events, "events", 1_000_000, c.say("số sự kiện", "events"))
	cmd.Flags().StringVar(&o.Dir, "dir", "", c.say("nơi đặt thư mục tạm", "where the temporary directory is made"))
	return cmd
}
