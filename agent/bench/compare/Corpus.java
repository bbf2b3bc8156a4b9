import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Makes a deterministic tree to back up: the same bytes on every machine for the same scale.
///
/// `java Corpus.java DEST [SCALE]`. With `--large-file GIB` in the place of the scale: 20,000 small files and one file of so
/// many GiB. At scale 1 about 2.6 GB in 64,000 files: source-like files of all sizes, media that
/// does not compress, a virtual machine's image (zeros, repeats, text, noise), logs, and 50,000 small files.
public final class Corpus {
  private static final int MIB = 1 << 20;

  private final Path dest;
  private final double scale;
  private final SplittableRandom random = new SplittableRandom(20260101);
  private final String[] words = new String[6000];
  private final byte[] pool;
  private long files;
  private long bytes;

  private Corpus(Path dest, double scale) {
    this.dest = dest;
    this.scale = scale;
    String letters = "etaoinshrdlucmfwypvbgkqjxz";
    for (int i = 0; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int n = 2 + random.nextInt(10); n > 0; n--) {
        word.append(letters.charAt(random.nextInt(letters.length())));
      }
      words[i] = word.toString();
    }
    pool = text(24 * MIB);
  }

  public static void main(String[] args) throws IOException {
    if (args.length > 2 && args[1].equals("--large-file")) {
      Corpus corpus = new Corpus(Path.of(args[0]), 0.4);
      corpus.large(Integer.parseInt(args[2]));
      corpus.small();
      System.out.printf("files %d bytes %d%n", corpus.files, corpus.bytes);
      return;
    }
    double scale = args.length > 1 ? Double.parseDouble(args[1]) : 1;
    Corpus corpus = new Corpus(Path.of(args[0]), scale);
    corpus.sources();
    corpus.media();
    corpus.image();
    corpus.logs();
    corpus.small();
    System.out.printf("files %d bytes %d%n", corpus.files, corpus.bytes);
  }

  private void sources() throws IOException {
    long limit = (long) (1100L * MIB * scale);
    int i = 0;
    for (long made = 0; made < limit; i++) {
      int size = (int) Math.min(100 + Math.exp(10.2 + 1.6 * gaussian()), 16.0 * MIB);
      byte[] body = random.nextDouble() < 0.35 ? noise(size) : slice(size);
      for (int at = 2036; at + 12 <= body.length; at += 2048) {
        byte[] mark = String.format("%012d", (long) i * 1_000_000 + at).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, body, at, 12);
      }
      write("source/src%03d/d%02d/f%06d.dat".formatted(i / 500, i / 25 % 20, i), body);
      made += size;
    }
  }

  private void media() throws IOException {
    for (int i = 0; i < Math.max(1, (int) (3 * scale)); i++) {
      write("random/r%d.bin".formatted(i), noise(80 * MIB));
    }
    for (int i = 0; i < Math.max(1, (int) (12 * scale)); i++) {
      write("media/clip%02d.mp4".formatted(i), noise((8 + random.nextInt(5)) * MIB));
    }
  }

  /// 35 % zeros, 20 % repeats of earlier runs, 25 % text, 20 % noise.
  private void image() throws IOException {
    long total = (long) (700L * MIB * scale);
    List<byte[]> runs = new ArrayList<>();
    Path file = dest.resolve("vm/disk0.img");
    Files.createDirectories(file.getParent());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), MIB)) {
      for (long at = 0; at < total; ) {
        int n = (int) Math.min((long) MIB << random.nextInt(5), total - at);
        double kind = random.nextDouble();
        byte[] run;
        if (kind < 0.35) {
          run = new byte[n];
        } else if (kind < 0.55 && !runs.isEmpty()) {
          run = java.util.Arrays.copyOf(runs.get(random.nextInt(runs.size())), n);
        } else {
          run = kind < 0.8 ? slice(n) : noise(n);
          if (kind < 0.8) {
            for (int mark = 0; mark + 16 <= n; mark += 4096) {
              System.arraycopy(noise(16), 0, run, mark, 16);
            }
          }
          if (runs.size() < 24) {
            runs.add(run);
          }
        }
        out.write(run);
        at += n;
      }
    }
    files++;
    bytes += total;
  }

  /// Noise but for every eighth MiB, which is text.
  private void large(int gib) throws IOException {
    Path file = dest.resolve("large.bin");
    Files.createDirectories(dest);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int at = 0; at < gib * 1024; at++) {
        out.write(at % 8 == 7 ? slice(MIB) : noise(MIB));
      }
    }
    files++;
    bytes += (long) gib * 1024 * MIB;
  }

  private void logs() throws IOException {
    for (int i = 0; i < Math.max(1, (int) (4 * scale)); i++) {
      write("logs/app%d.log".formatted(i), text(32 * MIB));
    }
  }

  private void small() throws IOException {
    for (int i = 0; i < (int) (50_000 * scale); i++) {
      int size = (int) Math.clamp(Math.exp(8.0 + 0.75 * gaussian()), 60, 60_000);
      byte[] body = i % 10 == 9 ? noise(size) : slice(size);
      byte[] mark = String.format("%016x %06d\n", random.nextLong() >>> 1, i).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(mark, 0, body, 0, Math.min(mark.length, body.length));
      write("small/p%03d/n%05d.json".formatted(i / 250, i), body);
    }
  }

  private double gaussian() {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum - 6;
  }

  private byte[] noise(int size) {
    byte[] body = new byte[size];
    random.nextBytes(body);
    return body;
  }

  private byte[] slice(int size) {
    byte[] body = new byte[size];
    int from = random.nextInt(pool.length);
    for (int at = 0; at < size; ) {
      int n = Math.min(size - at, pool.length - from);
      System.arraycopy(pool, from, body, at, n);
      at += n;
      from = 0;
    }
    return body;
  }

  private byte[] text(int size) {
    StringBuilder out = new StringBuilder(size + 200);
    while (out.length() < size) {
      double kind = random.nextDouble();
      if (kind < 0.4) {
        out.append("{\"id\":").append(random.nextInt(Integer.MAX_VALUE)).append(",\"name\":\"").append(word());
        out.append("\",\"v\":[").append(random.nextInt(1024)).append(',').append(random.nextInt(65536)).append("]}\n");
      } else if (kind < 0.7) {
        out.append("2026-03-").append(10 + random.nextInt(19)).append(" INFO [").append(word()).append("] ");
        out.append(word()).append(' ').append(word()).append(" took ").append(random.nextInt(10_000)).append(" ms\n");
      } else {
        out.append("    public ").append(word()).append(' ').append(word()).append('(').append(word());
        out.append(") { return this.").append(word()).append("; }\n");
      }
    }
    return out.substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }

  private String word() {
    return words[random.nextInt(words.length)];
  }

  private void write(String name, byte[] body) throws IOException {
    Path file = dest.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, body);
    files++;
    bytes += body.length;
  }
}
