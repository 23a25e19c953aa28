package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"minhbach/eventstore/archive"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/node"
)

func (c *cli) exportCommand() *cobra.Command {
	var o node.ExportOptions
	var since string
	cmd := &cobra.Command{
		Use: "export DIR|FILE.zip", Args: cobra.ExactArgs(1),
		Short: c.say("kết xuất lịch sử thành gói lưu trữ (BagIt) kiểm chứng được", "write the history into an archive (BagIt) that anybody can verify"),
		Long: c.say(
			"Mặc định là gói công khai: chỉ những gì ai cũng được biết, kèm toàn bộ cây băm. --full chép mọi sự kiện\nnhư trong nhật ký (dữ liệu cá nhân vẫn niêm phong, không kèm khóa) và dựng lại được cổng bằng “import archive”.\nChạy được cả khi máy chủ đang phục vụ.",
			"By default a public archive: only what everybody may know, with the whole tree of hashes. --full copies every\nevent as the log has it (personal data stays sealed, without keys); “import archive” makes a portal of it again.\nWorks beside a running server."),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.Target, err = filepath.Abs(args[0]); err != nil {
				return err
			}
			if o.Since = since; since != "" {
				if _, err := strconv.ParseUint(since, 10, 63); err != nil {
					raw, err := c.small(since, largestCheckpoint)
					if err != nil {
						return exit{Usage, fmt.Errorf("--since: %w", err)}
					}
					o.Since = string(raw)
				}
			}
			sum, err := c.export(cmd.Context(), o)
			if err != nil {
				return err
			}
			return c.print(sum, func(w io.Writer) { c.printExport(w, o.Target, sum) })
		},
	}
	cmd.Flags().BoolVar(&o.Full, "full", false, c.say("mọi sự kiện, để lưu trữ nội bộ; không phát hành ra ngoài", "every event, for keeping; not for giving away"))
	cmd.Flags().StringVar(&since, "since", "", c.say("chỉ phần sau tệp điểm kiểm tra đã ký này (hoặc sau ngần này lá)", "only what came after the signed checkpoint in this file (or after so many leaves)"))
	cmd.Flags().StringArrayVar(&o.Agencies, "agency", nil, c.say("chỉ của cơ quan này (mã UUID, số hiệu hoặc tên miền); lặp lại được", "only of this agency (UUID, code or domain name); may be repeated"))
	return cmd
}

// export works on the data itself, or asks the server that has it in use.
func (c *cli) export(ctx context.Context, o node.ExportOptions) (sum archive.Summary, err error) {
	o.Tell = c.stages()
	n, err := c.open(ctx)
	if errors.Is(err, sqlite.ErrLocked) {
		return c.exportBeside(ctx, o, err)
	}
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if err := n.Ready(ctx); err != nil {
		return sum, err
	}
	return n.Export(ctx, o)
}

func (c *cli) exportBeside(ctx context.Context, o node.ExportOptions, locked error) (sum archive.Summary, err error) {
	body, err := json.Marshal(o)
	if err != nil {
		return sum, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://minhbach/export", bytes.NewReader(body))
	if err != nil {
		return sum, err
	}
	socket := c.config().ControlSocket()
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}}
	resp, err := client.Do(req)
	if err != nil {
		return sum, fmt.Errorf("%w; and it does not answer on its control socket: %w", locked, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return sum, fmt.Errorf("the server answered %s: is it of another version?", resp.Status)
	}
	for d := json.NewDecoder(resp.Body); ; {
		var m node.ExportMessage
		if err := d.Decode(&m); err != nil {
			return sum, fmt.Errorf("the server ended before the export did: %w", err)
		}
		switch {
		case m.Error != "":
			return sum, errors.New(c.say(m.Error, m.ErrorEn))
		case m.Result != nil:
			return *m.Result, nil
		}
		o.Tell(m.Stage, m.Done, m.Total)
	}
}

// stages tells on a terminal how far each stage is.
func (c *cli) stages() func(stage string, done, total uint64) {
	names := map[string]string{
		"states": c.say("mã băm trạng thái", "state hashes"), "log": c.say("cây băm", "tree"), "events": c.say("sự kiện", "events"),
		"files": c.say("tệp", "files"), "contents": c.say("nội dung", "contents"), "leaves": c.say("lá", "leaves"), "zip": "ZIP",
	}
	var current string
	var b *bar
	return func(stage string, done, total uint64) {
		if stage != current {
			current = stage
			name := names[stage]
			if name == "" {
				name = stage
			}
			b = c.bar(name)
		}
		if total > 0 {
			b.at(float64(done) / float64(total))
		}
	}
}

func (c *cli) printExport(w io.Writer, target string, s archive.Summary) {
	scope := c.say("công khai", "public")
	if s.Scope == archive.Full {
		scope = c.say("đầy đủ (dữ liệu cá nhân niêm phong)", "full (personal data sealed)")
	}
	fmt.Fprintf(w, c.say("Gói lưu trữ %s: %s\n", "Archive (%s): %s\n"), scope, target)
	fmt.Fprintf(w, c.say("Điểm kiểm tra: %s · %d lá · %s\n", "Checkpoint: %s · %d leaves · %s\n"), s.Origin, s.Size, s.Root)
	if s.Since > 0 {
		fmt.Fprintf(w, c.say("Nối tiếp gói có %d lá\n", "Continues an archive of %d leaves\n"), s.Since)
	}
	fmt.Fprintf(w, c.say("%d sự kiện, %d nội dung, %d tệp, %d byte\n", "%d events, %d contents, %d files, %d bytes\n"), s.Events, s.Contents, s.Files, s.Bytes)
	if len(s.Absent) > 0 {
		fmt.Fprintf(w, c.say("CHÚ Ý: %d tệp có tên trong sự kiện nhưng không còn trong kho; xem data/files-absent.txt\n", "NOTE: %d files are named by events and no longer kept; see data/files-absent.txt\n"), len(s.Absent))
	}
	fmt.Fprintf(w, c.say("Kiểm chứng: minhbach verify export %s\n", "Verify it: minhbach verify export %s\n"), target)
}
