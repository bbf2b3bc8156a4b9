package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.transform.Transform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program's own fonts on screens of another scale: without a graphics processor the toolkit
/// then fills the outlines of letters by the even-odd rule, and what overlaps itself has holes.
class FontsTest {
  private static final double SIZE = 40;

  @BeforeEach
  void open() throws TimeoutException {
    var _ = Shown.open();
  }

  @AfterEach
  void close() throws TimeoutException {
    Shown.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Inter-Regular",
        "Inter-Medium",
        "Inter-SemiBold",
        "Inter-Bold",
        "JetBrainsMono-Regular"
      })
  void lettersHaveNoHolesWhereTheyOverlap(String face) {
    Font large = font(face, SIZE);
    Font small = font(face, SIZE / 2);
    List<String> broken = new ArrayList<>();
    for (char letter = '!'; letter < 0x17f; letter++) {
      if (letter > '~' && letter < '¡') {
        continue;
      }
      String text = String.valueOf(letter);
      double whole = ink(text, large, 1);
      double scaled = ink(text, small, 2);
      if (Math.abs(scaled / whole - 1) > 0.04 && Math.abs(scaled - whole) > 6) {
        broken.add("%s %.0f of %.0f".formatted(text, scaled, whole));
      }
    }
    assertEquals(List.of(), broken);
  }

  private static Font font(String face, double size) {
    String file = "/com/plexichat/backup/console/fonts/" + face + ".ttf";
    return Shown.onFx(() ->
        Objects.requireNonNull(
            Font.loadFont(
                Objects.requireNonNull(FontsTest.class.getResourceAsStream(file), file), size)));
  }

  /// How many pixels a text blackens.
  private static double ink(String text, Font font, double scale) {
    return Shown.onFx(() -> {
      Text letter = new Text(10 / scale, 50 / scale, text);
      letter.setFont(font);
      SnapshotParameters parameters = new SnapshotParameters();
      parameters.setTransform(Transform.scale(scale, scale));
      parameters.setFill(Color.WHITE);
      WritableImage picture = new Pane(letter).snapshot(parameters, null);
      PixelReader pixels = picture.getPixelReader();
      double ink = 0;
      for (int y = 0; y < picture.getHeight(); y++) {
        for (int x = 0; x < picture.getWidth(); x++) {
          ink += (255 - (pixels.getArgb(x, y) & 0xff)) / 255.0;
        }
      }
      return ink;
    });
  }
}
