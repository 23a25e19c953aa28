package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
)

// verdict of a check.
type verdict string

const (
	well    verdict = "ok"
	note    verdict = "note" // worth knowing, nothing to mend
	failed  verdict = "failed"
	skipped verdict = "skipped"
)

// finding of one check, with what helps.
type finding struct {
	Check   string  `json:"check"`
	Verdict verdict `json:"verdict"`
	Detail  string  `json:"detail"`
	Fix     string  `json:"fix,omitempty"`
}

// doctorLimit bounds the whole examination.
const doctorLimit = 5 * time.Second

func (c *cli) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use: "doctor --data DIR", Args: cobra.NoArgs,
		Short: c.say("khám thư mục dữ liệu: khóa, nhật ký, bảng chiếu, tệp, đĩa, đồng hồ, lịch", "examine a data directory: keys, log, read models, files, disk, clock, calendar"),
		Long: c.say("Không thay đổi gì. Mỗi lỗi kèm cách khắc phục; có lỗi thì mã thoát là 4.",
			"Changes nothing. Every fault comes with its remedy; with any, the exit code is 4."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if c.data == "" {
				return usage("%s", c.say("thiếu --data DIR", "--data DIR is missing"))
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), doctorLimit)
			defer cancel()
			x := &examination{cli: c, dir: c.data}
			x.run(ctx)
			if err := c.print(x.findings, func(w io.Writer) { c.printFindings(w, x.findings) }); err != nil {
				return err
			}
			faults := 0
			for _, f := range x.findings {
				if f.Verdict == failed {
					faults++
				}
			}
			if faults > 0 {
				return exit{Degraded, fmt.Errorf(c.say("%d mục cần khắc phục", "%d things to mend"), faults)}
			}
			return nil
		},
	}
}

func (c *cli) printFindings(w io.Writer, all []finding) {
	signs := map[verdict]string{well: c.say("tốt", "ok"), note: c.say("lưu ý", "note"), failed: c.say("LỖI", "FAILED"), skipped: c.say("bỏ qua", "skipped")}
	for _, f := range all {
		fmt.Fprintf(w, "%s %s %s\n", pad(signs[f.Verdict], 8), pad(f.Check, 14), f.Detail)
		if f.Fix != "" {
			fmt.Fprintf(w, "%24s→ %s\n", "", f.Fix)
		}
	}
}
