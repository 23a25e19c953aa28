package cli

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/archive"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
)

func (c *cli) verifyExportCommand() *cobra.Command {
	var keys keyFlags
	var checkpoint, log, proof string
	cmd := &cobra.Command{
		Use: "export DIR|FILE.zip", Args: cobra.ExactArgs(1),
		Short: c.say("kiểm chứng một gói lưu trữ: từng tệp, từng sự kiện, cây băm và chữ ký", "verify an archive: every file, every event, the tree and its signature"),
		Long: c.say(
			"Không cần thư mục dữ liệu. Với --checkpoint TỆP, gói còn được đối chiếu với một điểm kiểm tra đã ký cất ở nơi khác;\nmốc mới hơn gói thì cần thêm --log (thư mục, ZIP hay địa chỉ của sổ cái) hoặc --proof TỆP.",
			"Needs no data directory. With --checkpoint FILE the archive is also compared with a signed checkpoint kept\nelsewhere; one newer than the archive needs --log (folder, ZIP or address of the log) or --proof FILE."),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.verifyExport(cmd.Context(), args[0], keys, checkpoint, log, proof)
		},
	}
	keys.add(c, cmd)
	cmd.Flags().StringVar(&checkpoint, "checkpoint", "", c.say("điểm kiểm tra đã ký khác của cùng sổ cái, cũ hơn hoặc mới hơn gói", "another signed checkpoint of the same log, older or newer than the archive"))
	cmd.Flags().StringVar(&log, "log", "", c.say("sổ cái hiện nay, để nối gói với điểm kiểm tra mới hơn (mặc định lấy điểm kiểm tra của chính nó)", "the log of today, which leads from the archive to a newer checkpoint (by default its own)"))
	cmd.Flags().StringVar(&proof, "proof", "", c.say("bằng chứng nhất quán: câu trả lời của API (JSON có mục hashes), hoặc mỗi dòng một mã băm base64", "consistency proof: answer of the API (JSON with a member hashes), or a base64 hash a line"))
	return cmd
}

// exportVerdict is the answer as JSON.
type exportVerdict struct {
	Kind   string          `json:"kind"`
	Sound  bool            `json:"verified"`
	Report *archive.Report `json:"report,omitempty"`
	Path   string          `json:"path,omitempty"` // of the first wrong thing
	Wrong  string          `json:"wrong,omitempty"`
}

func (c *cli) verifyExport(ctx context.Context, name string, keys keyFlags, checkpoint, log, proof string) error {
	bag, err := archive.Open(name)
	if errors.Is(err, archive.ErrUnsafe) {
		return c.exportVerdict(archive.Report{}, first{}, &archive.Wrong{Path: name, What: err.Error()})
	}
	if err != nil {
		return c.unchecked(err)
	}
	defer bag.Close()
	src := ledger.FS{FS: bag}
	signed, err := src.ReadFile(ctx, archive.LogPath+"/"+ledger.CheckpointPath)
	if err != nil {
		return c.exportVerdict(archive.Report{}, first{}, &archive.Wrong{Path: archive.LogPath + "/" + ledger.CheckpointPath, What: err.Error()})
	}
	var hints []string
	if raw, err := src.ReadFile(ctx, archive.KeyPath); err == nil {
		hints = strings.Fields(string(raw))
	}
	trust, known, err := c.trust(keys, signed, hints)
	if err != nil {
		return c.unchecked(err)
	}
	if trust.Policy != nil {
		return exit{Usage, errors.New(c.say("gói lưu trữ chưa kiểm được theo --policy; hãy dùng “verify log” trên thư mục data/log của gói", "--policy is for “verify log”, on the archive's folder data/log"))}
	}
	checks := archive.Checks{Keys: trust.Keys, Progress: c.stages()}
	if checks.Proof, err = c.readProof(proof); err != nil {
		return c.unchecked(err)
	}
	if log != "" {
		newer, err := verify.Open(ctx, log, nil)
		if err != nil {
			return c.unchecked(err)
		}
		defer newer.Close()
		checks.Newer = newer
		if checks.Later, err = newer.ReadFile(ctx, ledger.CheckpointPath); err != nil {
			return c.unchecked(err)
		}
	}
	if checkpoint != "" {
		if checks.Later, err = c.small(checkpoint, largestCheckpoint); err != nil {
			return c.unchecked(err)
		}
	}
	r, err := archive.Verify(ctx, bag, checks)
	r.OwnKey = known.key != ""
	return c.exportVerdict(r, known, err)
}

func (c *cli) readProof(file string) (tlog.TreeProof, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := c.small(file, largestCheckpoint)
	if err != nil {
		return nil, err
	}
	var answer struct{ Hashes []string } // of GET /api/v1/ledger/consistency
	lines := strings.Fields(string(raw))
	if json.Unmarshal(raw, &answer) == nil {
		lines = answer.Hashes
	}
	proof := tlog.TreeProof{}
	for _, line := range lines {
		h, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(h) != tlog.HashSize {
			return nil, fmt.Errorf("%s: %q %s", file, line, c.say("không phải mã băm base64", "is no base64 hash"))
		}
		proof = append(proof, tlog.Hash(h))
	}
	return proof, nil
}

func (c *cli) exportVerdict(r archive.Report, known first, err error) error {
	var wrong *archive.Wrong
	switch {
	case errors.As(err, &wrong):
		v := exportVerdict{Kind: "export", Path: wrong.Path, Wrong: wrong.What}
		if err := c.print(v, func(w io.Writer) {
			fmt.Fprintf(w, "%s\n  %s\n  %s\n", c.say("KHÔNG KHỚP", "DOES NOT MATCH"), wrong.Path, wrong.What)
		}); err != nil {
			return err
		}
		return exit{Unproved, errors.New(c.say("không khớp: xem ở trên", "verification failed: see above"))}
	case errors.Is(err, archive.ErrNoProof):
		return fmt.Errorf("%s: %s", c.say("chưa kiểm được", "could not be checked"), c.say("điểm kiểm tra mới hơn gói; thêm --log (thư mục hay địa chỉ của sổ cái) hoặc --proof TỆP", "the checkpoint is newer than the archive; add --log (folder or address of the log) or --proof FILE"))
	case err != nil:
		return c.unchecked(err)
	}
	if known.key != "" {
		c.introduce(known)
	}
	return c.print(exportVerdict{Kind: "export", Sound: true, Report: &r}, func(w io.Writer) { c.printExportReport(w, r) })
}

// introduce a key that was met for the first time, and keep it.
func (c *cli) introduce(f first) {
	if err := keepKey(f); err != nil {
		c.progress(c.say("Không ghi nhớ được khóa: %v", "The key could not be kept: %v"), err)
	}
	fmt.Fprintf(c.err, c.say(
		"CHÚ Ý: lần đầu gặp sổ cái %s. Khóa lấy từ chính gói này nên chưa chứng minh được ai đã ký:\n  %s\nHãy đối chiếu với khóa do cơ quan công bố ở nơi khác. Khóa đã được ghi nhớ trong %s.\n",
		"NOTE: the log %s is met for the first time. The key came from this very archive, so who signed is not proved yet:\n  %s\nCompare it with the key that the agency published elsewhere. It is kept in %s.\n"), f.origin, f.key, knownFile())
}

func (c *cli) printExportReport(w io.Writer, r archive.Report) {
	scope := c.say("công khai", "public")
	if r.Scope == archive.Full {
		scope = c.say("đầy đủ", "full")
	}
	fmt.Fprintf(w, c.say("KHỚP: gói %s của %s (%s) còn nguyên như lúc đóng gói\n", "MATCHES: the %s archive of %s (%s) is as it was made\n"), scope, r.Organization, r.Date)
	fmt.Fprintf(w, c.say("Điểm kiểm tra đã ký: %s · %d · %s\n", "Signed checkpoint: %s · %d · %s\n"), r.Origin, r.Size, r.Root)
	fmt.Fprintf(w, c.say("  %d lá dẫn đúng tới gốc đã ký; %d sự kiện khớp với lá của mình; %d tệp và nội dung đúng với tên; %d điểm kiểm tra trước đó khớp\n",
		"  %d leaves lead to the signed root; %d events match their leaves; %d files and contents are what their names say; %d earlier checkpoints fit\n"), r.Size, r.Events, r.Files, r.Checkpoints)
	if r.Later > 0 {
		fmt.Fprintf(w, c.say("  cùng một lịch sử với điểm kiểm tra %d lá cất ở nơi khác\n", "  the same history as the checkpoint of %d leaves kept elsewhere\n"), r.Later)
	}
	if r.Absent > 0 {
		fmt.Fprintf(w, c.say("  %d tệp có tên trong sự kiện mà gói nói rõ là không còn\n", "  %d files are named by events, and the archive says that they are gone\n"), r.Absent)
	}
	if r.Since > 0 {
		fmt.Fprintf(w, c.say("  gói bổ sung: chỉ có sự kiện từ lá %d\n", "  an increment: it has only events from leaf %d on\n"), r.Since)
	}
	fmt.Fprintln(w, c.say("Không chứng minh: nội dung có đúng sự thật không; điều chưa từng được ghi; trong gói công khai, có bao nhiêu sự kiện được mở là do cơ quan quyết định.",
		"Not proved: that contents are true; what was never recorded; in a public archive the agency decides how many events are disclosed."))
}
