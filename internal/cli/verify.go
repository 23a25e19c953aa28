package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
)

// verifyCommand is for auditors: it needs no data directory, believes nothing that it
// did not compute, and tells what it cannot tell.
func (c *cli) verifyCommand() *cobra.Command {
	cmd := group("verify", c.say("kiểm chứng mà không cần tin người vận hành", "verify without trusting the operator"), c.verifyCommands()...)
	cmd.Long = c.say(
		"Làm việc ngoại tuyến với tệp, thư mục hoặc địa chỉ được chỉ ra, không cần thư mục dữ liệu.\nMã thoát: 0 khớp, 3 bị sửa hoặc thiếu, 1 chưa kiểm được, 2 gọi sai lệnh.",
		"Works offline on the file, folder or address given, and needs no data directory.\nExit codes: 0 sound, 3 tampered with or incomplete, 1 could not be checked, 2 usage.")
	return cmd
}

func (c *cli) verifyCommands() []*cobra.Command {
	return []*cobra.Command{c.verifyEventCommand(), c.verifyLogCommand(), c.verifyExtendsCommand(), c.verifyExportCommand(), c.verifyDatabaseCommand()}
}

// verdict of a verification: printed, and as an exit code.
func (c *cli) verdict(r verify.Report, err error) error {
	if err != nil {
		return c.unchecked(err)
	}
	if err := c.print(r, func(w io.Writer) { c.printReport(w, r) }); err != nil {
		return err
	}
	if !r.Sound {
		return exit{Unproved, errors.New(c.say("không khớp: xem ở trên", "verification failed: see above"))}
	}
	return nil
}

// unchecked: nothing was found out, and what to do about it.
func (c *cli) unchecked(err error) error {
	advice := ""
	switch {
	case errors.Is(err, verify.ErrNoKey):
		advice = c.say("chưa biết khóa công khai của sổ cái; hỏi cơ quan công bố rồi dùng --key", "the log's public key is not known; ask whoever publishes it, then use --key")
	case errors.Is(err, verify.ErrNoLog):
		advice = c.say("nơi này không có sổ cái; chỉ vào thư mục có tệp “checkpoint”", "there is no log in this place; name the folder that has a file “checkpoint”")
	case errors.Is(err, verify.ErrNeedContent):
		advice = c.say("sự kiện chỉ nêu mã băm của nội dung; tải nội dung chuẩn từ trang chứng thực rồi thêm --content TỆP", "the event names only the hash of its content; download the canonical content from the proof page and add --content FILE")
	case errors.Is(err, verify.ErrHidden):
		advice = c.say("tệp chứng thực này không mở nội dung sự kiện, nên không thể nói gì về tệp", "this proof does not show what the event says, so nothing can be said of the file")
	case errors.Is(err, ledger.ErrBundle):
		advice = c.say("tệp này không phải tệp chứng thực; tải lại từ trang chứng thực", "this file is no proof bundle; download it again from the proof page")
	default:
		return fmt.Errorf("%s: %w", c.say("chưa kiểm được", "could not be checked"), err)
	}
	return fmt.Errorf("%s: %s (%w)", c.say("chưa kiểm được", "could not be checked"), advice, err)
}

// small file that was given on the command line; "-" is standard input.
func (c *cli) small(name string, most int64) ([]byte, error) {
	in := c.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && int64(len(raw)) > most {
		err = fmt.Errorf(c.say("%s dài hơn %d byte", "%s is longer than %d bytes"), name, most)
	}
	return raw, err
}

const (
	largestBundle     = 1 << 20
	largestCheckpoint = 1 << 18
	largestContent    = 64 << 20
)
