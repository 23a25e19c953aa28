package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minhbach/eventstore/transfer"
)

func (c *cli) eventstoreCopyCommand() *cobra.Command {
	var o transfer.Options
	cmd := &cobra.Command{
		Use: "copy --from PLACE --to PLACE", Args: cobra.NoArgs,
		Short: c.say("chép nguyên vẹn nhật ký sang nơi khác và so gốc cây băm hai bên", "copy a log elsewhere unchanged, and compare the Merkle roots of both sides"),
		Long: c.say(
			`Nơi đi và nơi đến là một trong các dạng:
  DIR                     thư mục dữ liệu (nhật ký nhúng ở DIR/log)
  esdb://… unix:///…      máy chủ EventStoreDB/KurrentDB, hoặc ổ cắm Unix của “eventstore serve”
  FILE.ndjson hoặc -      mỗi sự kiện một dòng
  FILE.zip, DIR.bag       gói lưu trữ; nguồn phải là gói đầy đủ
  @FILE                   đọc một trong các dạng trên từ tệp, để mật khẩu không lộ trên dòng lệnh

Chép vào thư mục hay máy chủ thì bị ngắt lúc nào cũng chạy lại đúng lệnh đó để đi tiếp; vào tệp hay gói thì làm lại từ đầu.
Thư mục và tệp giữ nguyên vị trí, số thứ tự, mã và giờ; máy chủ tự đặt vị trí, còn giờ ghi ban đầu vẫn được giữ.
Sự kiện riêng của máy chủ ($stats, $users…) không đưa sang máy chủ khác. Khác nhau thì mã thoát là 3.`,
			`Either place is one of:
  DIR                     a data directory (embedded log in DIR/log)
  esdb://… unix:///…      an EventStoreDB/KurrentDB server, or the socket of “eventstore serve”
  FILE.ndjson or -        one event a line
  FILE.zip, DIR.bag       an archive; as a source a full one
  @FILE                   read one of these from a file, so that no password is on the command line

A copy into a directory or a server that was cut short goes on when the same command is given again; into a file or an
archive it begins anew. Directories and files keep positions, revisions, ids and times; a server gives its own positions,
and the times of recording are kept all the same. A server's own events ($stats, $users…) are not taken to another server.
The exit code is 3 where the two sides differ.`),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := errors.Join(placeIn(&o.From), placeIn(&o.To)); err != nil {
				return exit{Usage, err}
			}
			if o.From == "" || o.To == "" {
				return usage("%s", c.say("thiếu --from hoặc --to", "--from or --to is missing"))
			}
			return c.eventstoreCopy(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.From, "from", "", c.say("nơi đi", "where the events are"))
	cmd.Flags().StringVar(&o.To, "to", "", c.say("nơi đến", "where they are to be"))
	cmd.Flags().DurationVar(&o.Patience, "patience", time.Minute, c.say("chờ máy chủ vắng mặt bao lâu thì dừng", "how long to wait for a server that is away"))
	return cmd
}

// placeIn reads a place from the file that it names after @.
func placeIn(place *string) error {
	file, named := strings.CutPrefix(*place, "@")
	if !named {
		return nil
	}
	raw, err := os.ReadFile(file)
	line, _, _ := strings.Cut(string(raw), "\n")
	*place = strings.TrimSpace(line)
	if err == nil && *place == "" {
		err = fmt.Errorf("%s is empty", file)
	}
	return err
}

func (c *cli) eventstoreCopy(ctx context.Context, o transfer.Options) error {
	o.In, o.Out, o.Now, o.Program, o.Command = c.in, c.out, now, "minhbach "+version(), c.config().Command
	o.Warn = func(format string, args ...any) { c.progress("… "+format, args...) }
	o.Tell = c.copyStages()
	r, err := transfer.Copy(ctx, o)
	switch {
	case ctx.Err() != nil && err != nil:
		return c.copyStopped(o, r)
	case errors.Is(err, transfer.ErrDiffers):
		return exit{Unproved, fmt.Errorf("%s: %w", c.say("hai bên khác nhau, đừng dùng bản chép này", "the two sides differ, do not use this copy"), err)}
	case errors.Is(err, transfer.ErrPlace):
		return exit{Usage, err}
	case errors.Is(err, transfer.ErrOther), errors.Is(err, transfer.ErrMore):
		return fmt.Errorf("%s: %w", c.say("nơi đến đã có nhật ký khác", "the target holds another log"), err)
	case err != nil:
		return err
	}
	defer c.copyBeside(r)
	if o.To != "-" {
		return c.print(r, func(w io.Writer) { c.printCopy(w, r) })
	}
	beside := *c
	beside.out = c.err // events went to standard output
	return beside.print(r, func(w io.Writer) { c.printCopy(w, r) })
}

func (c *cli) copyStages() func(transfer.Stage, uint64, float64) {
	names := map[transfer.Stage]string{
		transfer.Comparing: c.say("so phần đã có", "comparing"), transfer.Copying: c.say("chép", "copying"), transfer.Checking: c.say("đọc lại và so", "reading back"),
	}
	var current transfer.Stage
	var b *bar
	return func(stage transfer.Stage, _ uint64, share float64) {
		if stage != current {
			current, b = stage, c.bar(names[stage])
		}
		b.at(share)
	}
}

func (c *cli) copyStopped(o transfer.Options, r transfer.Result) error {
	if transfer.Resumes(o.To) {
		return fmt.Errorf(c.say("đã dừng theo yêu cầu, sau vị trí %d của nguồn; chạy lại đúng lệnh này để đi tiếp", "stopped as asked, behind position %d of the source; give the same command again to go on"), r.Head)
	}
	return errors.New(c.say("đã dừng theo yêu cầu; chạy lại lệnh này sẽ làm lại từ đầu", "stopped as asked; the same command begins anew"))
}

func (c *cli) printCopy(w io.Writer, r transfer.Result) {
	fmt.Fprintf(w, c.say("Đã chép %s → %s\n", "Copied %s → %s\n"), r.From, r.To)
	fmt.Fprintf(w, c.say("%d sự kiện, trong đó %d đã có sẵn, %d mới chép (%.0f sự kiện/giây), đến vị trí %d của nguồn\n",
		"%d events, of which %d were there and %d are new (%.0f events/s), up to position %d of the source\n"), r.Events+r.System, r.Found, r.Copied, r.Rate, r.Head)
	if r.LeftOut > 0 {
		fmt.Fprintf(w, c.say("Không mang theo %d sự kiện riêng của máy chủ nguồn\n", "%d events of the source about itself were left out\n"), r.LeftOut)
	}
	fmt.Fprintf(w, c.say("Gốc cây băm của %d sự kiện: %s\n", "Merkle root of %d events: %s\n"), r.Events, r.Root)
	if r.Checked {
		fmt.Fprintf(w, c.say("Đã đọc lại nơi đến: số lượng và gốc cây băm hai bên bằng nhau (%.1f giây)\n", "The target was read back: counts and roots of both sides are equal (%.1f s)\n"), r.Seconds)
		return
	}
	fmt.Fprintf(w, c.say("Nơi đến không đọc lại được nên chưa so (%.1f giây)\n", "The target cannot be read back, so it was not compared (%.1f s)\n"), r.Seconds)
}

// copyBeside tells what an installation needs besides its log.
func (c *cli) copyBeside(r transfer.Result) {
	c.progress("%s", c.say("Nhật ký chưa phải là cả hệ thống. Còn phải mang theo:", "The log is not the whole installation. What else must be brought:"))
	if r.Named > 0 {
		c.progress(c.say("  files/   tệp mà %d sự kiện nhắc đến", "  files/   files that %d events name"), r.Named)
	}
	if r.Sealed > 0 {
		c.progress(c.say("  vault/   két khóa: thiếu nó thì dữ liệu cá nhân trong %d sự kiện không mở được", "  vault/   the vault: without it personal data in %d events cannot be opened"), r.Sealed)
	}
	c.progress("%s", c.say("  keys/    khóa ký sổ cái, khóa phiên, khóa chủ của két", "  keys/    keys of the ledger, of sessions, and the vault's master key"))
	c.progress("%s", c.say("  ledger/  các điểm kiểm tra đã ký; cây băm thì dựng lại được từ nhật ký", "  ledger/  the checkpoints that were signed; the tree itself can be made again from the log"))
	c.progress("%s", c.say("  minhbach.json. Bảng chiếu và chỉ mục tìm kiếm tự dựng lại.", "  minhbach.json. Read models and search index are made anew."))
}
