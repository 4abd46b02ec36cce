// An independent judge of the log: golang.org/x/mod's own note and tlog packages, from Debian.
//
//	tlog_judge VKEY checkpoint NOTE                  is it signed, and what does it say?
//	tlog_judge VKEY inclusion PROOF ENTRY            a .tlog-proof, and the entry's bytes
//	tlog_judge VKEY consistency PROOF OLDER          what `audit prove --since` prints, and that checkpoint
//	tlog_judge VKEY tiles FOLDER                     a mirror: checkpoint, tile/L/N, tile/entries/N
//
// Prints what it found; ends with 1 when anything is not as it must be.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, "tlog_judge: "+format+"\n", args...)
	os.Exit(1)
}

func check(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func read(name string) []byte {
	bytes, err := os.ReadFile(name)
	check(err)
	return bytes
}

// The tree that a checkpoint speaks of, once its signature is verified.
func open(vkey string, bytes []byte) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	check(err)
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		fail("not a checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

// The lines before the blank one, and what follows it.
func split(bytes []byte) ([]string, []byte) {
	parts := strings.SplitN(string(bytes), "\n\n", 2)
	if len(parts) != 2 {
		fail("no blank line")
	}
	return strings.Split(parts[0], "\n"), []byte(parts[1])
}

func hashes(lines []string) []tlog.Hash {
	var found []tlog.Hash
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		check(err)
		if len(raw) != tlog.HashSize {
			fail("a hash of %d bytes", len(raw))
		}
		var hash tlog.Hash
		copy(hash[:], raw)
		found = append(found, hash)
	}
	return found
}

func number(line, word string) int64 {
	if !strings.HasPrefix(line, word+" ") {
		fail("no line %q", word)
	}
	value, err := strconv.ParseInt(strings.TrimPrefix(line, word+" "), 10, 64)
	check(err)
	return value
}

func inclusion(vkey, proofFile, entryFile string) {
	lines, checkpoint := split(read(proofFile))
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("not a tlog-proof")
	}
	index := number(lines[1], "index")
	tree := open(vkey, checkpoint)
	check(tlog.CheckRecord(hashes(lines[2:]), tree.N, tree.Hash, index, tlog.RecordHash(read(entryFile))))
	fmt.Printf("entry %d of %d\n", index, tree.N)
}

func consistency(vkey, proofFile, olderFile string) {
	lines, checkpoint := split(read(proofFile))
	older, newer := open(vkey, read(olderFile)), open(vkey, checkpoint)
	if number(lines[0], "old") != older.N {
		fail("another older size")
	}
	check(tlog.CheckTree(hashes(lines[1:]), newer.N, newer.Hash, older.N, older.Hash))
	fmt.Printf("%d continues %d\n", newer.N, older.N)
}

// A mirror's tiles, in the shape that tlog reads: ours have no height in their path.
type mirror struct {
	folder string
	size   int64
}

func (m mirror) Height() int                          { return 8 }
func (m mirror) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (m mirror) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.TrimPrefix(tile.Path(), "tile/8/")
		bytes, err := os.ReadFile(filepath.Join(m.folder, "tile", path))
		if err != nil {
			return nil, err
		}
		if len(bytes) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("tile %s has %d bytes", path, len(bytes))
		}
		all = append(all, bytes)
	}
	return all, nil
}

// Entries of all bundles, in order.
func entries(folder string, size int64) [][]byte {
	var all [][]byte
	for index := int64(0); index*256 < size; index++ {
		tile := tlog.Tile{H: 8, L: 0, N: index, W: 256}
		if width := size - index*256; width < 256 {
			tile.W = int(width)
		}
		path := strings.TrimPrefix(tile.Path(), "tile/8/0/")
		bytes := read(filepath.Join(folder, "tile/entries", path))
		for len(bytes) > 0 {
			length := int(binary.BigEndian.Uint16(bytes))
			all = append(all, bytes[2:2+length])
			bytes = bytes[2+length:]
		}
	}
	return all
}

func tiles(vkey, folder string) {
	tree := open(vkey, read(filepath.Join(folder, "checkpoint")))
	reader := tlog.TileHashReader(tree, mirror{folder, tree.N})
	all := entries(folder, tree.N)
	if int64(len(all)) != tree.N {
		fail("%d entries in the bundles, %d in the tree", len(all), tree.N)
	}
	for index, entry := range all {
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(index))})
		check(err)
		if leaf[0] != tlog.RecordHash(entry) {
			fail("entry %d is not the one in its tile", index)
		}
		proof, err := tlog.ProveRecord(tree.N, int64(index), reader)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(index), leaf[0]))
	}
	for older := int64(1); older <= tree.N; older++ {
		root, err := tlog.TreeHash(older, reader)
		check(err)
		proof, err := tlog.ProveTree(tree.N, older, reader)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, older, root))
	}
	fmt.Printf("%d entries, every proof\n", tree.N)
}

func main() {
	args := os.Args[1:]
	if len(args) < 3 {
		fail("VKEY, then checkpoint, inclusion, consistency or tiles")
	}
	vkey, what, rest := args[0], args[1], args[2:]
	switch {
	case what == "checkpoint" && len(rest) == 1:
		tree := open(vkey, read(rest[0]))
		fmt.Printf("%d %s\n", tree.N, tree.Hash)
	case what == "inclusion" && len(rest) == 2:
		inclusion(vkey, rest[0], rest[1])
	case what == "consistency" && len(rest) == 2:
		consistency(vkey, rest[0], rest[1])
	case what == "tiles" && len(rest) == 1:
		tiles(vkey, rest[0])
	default:
		fail("VKEY, then checkpoint, inclusion, consistency or tiles")
	}
}
