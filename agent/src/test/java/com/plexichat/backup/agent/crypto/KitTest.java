package com.plexichat.backup.agent.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.plexichat.backup.agent.crypto.RecoveryKit.RootOfTrust;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/// The recovery kit as file, as text and as page.
class KitTest {
  private static final Instant CREATED = Instant.parse("2026-03-04T05:06:07.123Z");
  private final SecureRandom random = new SecureRandom();
  private final KitFile files = new KitFile(random, new KitFile.Cost(64, 1, 1));
  private final KeyPair root = Signing.newKeyPair(random);
  private final HybridKey recovery = HybridKey.generate(random);
  private final char[] passphrase = "Zwölf Boxkämpfer".toCharArray();
  private final RecoveryKit kit =
      RecoveryKit.of(
          "5d41402abc4b2a76b9719d911017c592",
          "Werk Süd & <Nord>",
          new RootOfTrust(root.getPrivate(), Bytes.of(random(430))),
          recovery,
          CREATED);
  private final byte[] file = files.write(kit, passphrase);

  @Test
  void whatWasWrittenIsRead() {
    try (RecoveryKit read = KitFile.read("kit", file, passphrase)) {
      assertEquals(kit, read);
      assertEquals(root.getPrivate(), read.rootKey());
      assertEquals(recovery.publicBytes(), read.recoveryKey().publicBytes());
    }
  }

  @Test
  void thePassphraseMayBeComposedOtherwise() {
    char[] decomposed = "Zwo\u0308lf Boxka\u0308mpfer".toCharArray();
    assertEquals(kit, KitFile.read("kit", file, decomposed));
  }

  @Test
  void aWrongPassphraseIsCalledThat() {
    OperationFailed failed =
        assertFails(FailureCode.KIT_PASSPHRASE_WRONG, file, "zwölf Boxkämpfer".toCharArray());
    assertEquals(List.of("kit"), failed.args());
    assertFails(FailureCode.KIT_PASSPHRASE_WRONG, file, new char[0]);
  }

  @Test
  void everyDamagedByteIsCalledDamage() {
    for (int i = 0; i < file.length; i++) {
      byte[] bad = file.clone();
      bad[i] ^= 4;
      assertFails(FailureCode.KIT_DAMAGED, bad, passphrase);
    }
    for (int length : List.of(0, 7, 51, 52, 70, file.length - 1)) {
      assertFails(FailureCode.KIT_DAMAGED, Arrays.copyOf(file, length), passphrase);
    }
    assertFails(FailureCode.KIT_DAMAGED, Arrays.copyOf(file, file.length + 1), passphrase);
  }

  /// Whoever forges a kit can also forge its checksum: the parameters must be bounded before use.
  @Test
  void forgedParametersDoNotEatTheMachine() {
    for (int[] forged :
        new int[][] {
          {8, Integer.MAX_VALUE},
          {8, -1},
          {8, 1 << 21},
          {12, 11},
          {12, 0},
          {16, 17},
          {16, 0},
          {8, 1}
        }) {
      byte[] bad = file.clone();
      ByteBuffer.wrap(bad).putInt(forged[0], forged[1]);
      assertFails(FailureCode.KIT_DAMAGED, summed(bad), passphrase);
    }
    byte[] weaker = file.clone();
    ByteBuffer.wrap(weaker).putInt(12, 2);
    assertFails(FailureCode.KIT_PASSPHRASE_WRONG, summed(weaker), passphrase);
    byte[] moved = file.clone();
    moved[60] ^= 1;
    assertFails(FailureCode.KIT_PASSPHRASE_WRONG, summed(moved), passphrase);
  }

  @Test
  void theStandardCostIsBearable() {
    byte[] standard = new KitFile(random).write(kit, passphrase);
    assertEquals(kit, KitFile.read("kit", standard, passphrase));
    assertEquals(256 * 1024, ByteBuffer.wrap(standard).getInt(8));
  }

  @Test
  void typedLinesComeBackInAnyOrderAndHand() {
    List<String> lines = KitText.lines(file);
    Collections.shuffle(lines, new Random(1));
    String typed =
        String.join("\n", lines)
            .toLowerCase(Locale.ROOT)
            .replace('0', 'o')
            .replaceAll("(?m)^o", "0")
            .replaceAll("(?m)^(\\d)o ", "$10 ");
    assertArrayEquals(file, KitText.read("kit", "my kit\n\n" + typed));
  }

  @Test
  void aSlipIsFoundInItsLine() {
    List<String> lines = KitText.lines(file);
    String seventh = lines.get(6);
    char sign = seventh.charAt(10);
    String slipped = seventh.substring(0, 10) + (sign == 'X' ? 'Y' : 'X') + seventh.substring(11);
    String text = String.join("\n", lines).replace(seventh, slipped);
    assertTrue(assertRefused(text).sentence().contains("line 7 has a slip"));
    String without = String.join("\n", lines).replace(seventh, "");
    assertTrue(assertRefused(without).sentence().contains("line 7 is missing"));
    String swapped = seventh.replaceFirst("^07", "08");
    assertTrue(assertRefused(swapped).sentence().contains("line 8 has a slip"));
    assertTrue(assertRefused("nothing").sentence().contains("no kit"));
    String stump = lines.stream().limit(10).collect(Collectors.joining("\n"));
    assertTrue(assertRefused(stump).sentence().contains("shorter"));
  }

  @Test
  void aMissingCodeIsNamed() {
    List<String> parts = KitText.parts(file, 3);
    assertArrayEquals(file, KitText.read("kit", String.join("\n", parts.reversed())));
    String two = parts.get(0) + "\n" + parts.get(2);
    assertTrue(assertRefused(two).sentence().contains("code 2 of 3 is missing"));
  }

  @Test
  void thePageHoldsTheWholeKit() throws Exception {
    byte[] pdf = KitPage.pdf(file, kit.clusterName(), Digests.sha256(file), CREATED);
    Path folder = Files.createDirectories(Path.of("target", "kit"));
    Files.write(folder.resolve("kit.pdf"), pdf);
    try (PDDocument page = Loader.loadPDF(pdf)) {
      assertEquals(1, page.getNumberOfPages());
      BufferedImage image = new PDFRenderer(page).renderImageWithDPI(0, 200);
      ImageIO.write(image, "png", folder.resolve("kit.png").toFile());
      assertEquals(kit, KitFile.read("kit", KitText.read("kit", scan(image)), passphrase));
      String text = new PDFTextStripper().getText(page);
      assertTrue(text.contains("Werk Süd & <Nord>"), text);
      assertTrue(text.contains("4 March 2026, 05:06 UTC"), text);
      for (String line : KitText.lines(file)) {
        assertTrue(text.contains(line), line);
      }
    }
  }

  @Test
  void aLongNameStaysOnThePage() throws IOException {
    String name = "倉".repeat(64);
    RecoveryKit longer =
        RecoveryKit.of(
            "5d41402abc4b2a76b9719d911017c592",
            name,
            new RootOfTrust(root.getPrivate(), Bytes.of(random(700))),
            recovery,
            CREATED);
    byte[] pdf =
        KitPage.pdf(files.write(longer, passphrase), "w".repeat(64), Digests.sha256(file), CREATED);
    try (PDDocument page = Loader.loadPDF(pdf)) {
      assertEquals(1, page.getNumberOfPages());
    }
  }

  private static String scan(BufferedImage image) throws Exception {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    Result[] results =
        new QRCodeMultiReader()
            .decodeMultiple(
                new BinaryBitmap(
                    new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))),
                Map.of(DecodeHintType.TRY_HARDER, true));
    return Stream.of(results).map(Result::getText).collect(Collectors.joining("\n"));
  }

  private static byte[] summed(byte[] bad) {
    byte[] sum = Digests.sha256(Arrays.copyOf(bad, bad.length - 8));
    System.arraycopy(sum, 0, bad, bad.length - 8, 8);
    return bad;
  }

  private static OperationFailed assertFails(FailureCode code, byte[] file, char[] passphrase) {
    OperationFailed failed =
        assertThrows(OperationFailed.class, () -> KitFile.read("kit", file, passphrase));
    assertEquals(code, failed.code());
    return failed;
  }

  private static OperationFailed assertRefused(String text) {
    OperationFailed failed = assertThrows(OperationFailed.class, () -> KitText.read("kit", text));
    assertEquals(FailureCode.KIT_DAMAGED, failed.code());
    return failed;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
