package io.plumbline.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.Glob;
import io.plumbline.config.ValuePath;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PathReaderTest {
  record Score(String label, List<Double> scores) {}

  static class Bean {
    private final String secret = "s";
    public final int open = 5;

    public String getName() {
      return "bean";
    }

    public boolean isActive() {
      return true;
    }

    public String fluent() {
      return "fluent";
    }

    public String getURL() {
      return "url";
    }

    void nothing() {}

    String broken() {
      throw new IllegalStateException(secret);
    }
  }

  enum Country {
    FR
  }

  /** Public interface, hidden implementation: as most libraries have it. */
  public interface Shown {
    String value();
  }

  private static final class Hidden implements Shown {
    @Override
    public String value() {
      return "shown";
    }
  }

  static final class Model {
    private int calls;

    String name() {
      return "m";
    }

    int score() {
      return ++calls;
    }

    int getScore() {
      return ++calls;
    }
  }

  @Test
  void stepsLeadThroughRecordsArraysMapsAndLists() {
    Map<String, Object> result = Map.of("best", List.of(new Score("fraud", List.of(.1, .9))));

    assertThat(read("return.best[0].label", result)).isEqualTo("fraud");
    assertThat(read("return['best'][0].scores[1]", result)).isEqualTo(.9);
    assertThat(read("return.length", new double[2])).isEqualTo(2L);
    assertThat(read("return.best.size()", result)).isEqualTo(1);
    assertThat(read("return.absent", result)).isNull();
  }

  @Test
  void propertiesAreGettersMethodsOrFields() {
    Bean bean = new Bean();

    assertThat(read("return.name", bean)).isEqualTo("bean");
    assertThat(read("return.active", bean)).isEqualTo(true);
    assertThat(read("return.fluent", bean)).isEqualTo("fluent");
    assertThat(read("return.fluent()", bean)).isEqualTo("fluent");
    assertThat(read("return.URL", bean)).isEqualTo("url");
    assertThat(read("return.open", bean)).isEqualTo(5);
    assertThat(read("return.secret", bean)).isEqualTo("s");
    assertThat(read("return.value", new Hidden())).isEqualTo("shown");
  }

  @Test
  void rootsAreTheObjectItsArgumentsAndTheResult() {
    PathReader self = reader("this.name");
    PathReader second = reader("arg1[0]");

    assertThat(self.read(new Bean(), new Object[0], null)).isEqualTo("bean");
    assertThat(second.read(null, new Object[] {"a", new int[] {7}}, null)).isEqualTo(7);
    assertThatThrownBy(() -> self.read(null, new Object[0], null))
        .isInstanceOf(PathException.class)
        .hasMessage("what .name is asked of is null");
    assertThatThrownBy(() -> second.read(null, new Object[] {"a"}, null))
        .hasMessage("the method has 1 arguments, no arg1");
    assertThat(reader("arg0").read(null, new Object[0], null)).isNull();
  }

  @Test
  void wrappersAreSeenThrough() {
    Score score = new Score("fraud", List.of(1.0));

    assertThat(read("return.label", Optional.of(score))).isEqualTo("fraud");
    assertThat(read("return.get().label", Optional.of(score))).isEqualTo("fraud");
    assertThat(read("return", OptionalDouble.of(2))).isEqualTo(2.0);
    assertThat(read("return", Optional.of(Optional.empty()))).isNull();
    assertThat(read("return.label", CompletableFuture.completedFuture(score))).isEqualTo("fraud");
    assertThatThrownBy(() -> read("return.label", Optional.empty()))
        .hasMessage("what .label is asked of is null");
    assertThatThrownBy(() -> read("return.label", new CompletableFuture<>()))
        .hasMessageContaining("holds no value yet");
  }

  @Test
  void elementsAreFoundInEveryKindOfCollection() {
    assertThat(read("return[1]", List.of("a", "b"))).isEqualTo("b");
    assertThat(read("return[1]", new ArrayDeque<>(List.of("a", "b")))).isEqualTo("b");
    assertThat(read("return[0][1]", new long[][] {{1, 2}})).isEqualTo(2L);
    assertThat(read("return[0]", new String[] {"x"})).isEqualTo("x");
    assertThatThrownBy(() -> read("return[2]", new float[2]))
        .hasMessage("float[] has no element [2]");
    assertThatThrownBy(() -> read("return[2]", List.of(1)))
        .hasMessageEndingWith(" has no element [2]");
    assertThatThrownBy(() -> read("return[0]", "text"))
        .hasMessage("java.lang.String has no elements, so no [0]");
  }

  @Test
  void starFollowsEachElement() {
    List<Score> scores = List.of(new Score("a", List.of(.1, .9)), new Score("b", List.of(.2, .8)));

    assertThat((Object[]) read("return[*].label", scores)).containsExactly("a", "b");
    assertThat((Object[]) read("return[*].scores[1]", Optional.of(scores))).containsExactly(.9, .8);
    assertThat((Object[]) read("return[*]", List.of())).isEmpty();
    assertThatThrownBy(() -> read("return[*].lable", scores)).hasMessageContaining("no lable");
    assertThatThrownBy(() -> read("return[*]", "text"))
        .hasMessage("java.lang.String has no elements, so no [*]");
  }

  @Test
  void keysNeedNotBeTexts() {
    assertThat(read("return.FR", Map.of(Country.FR, 1))).isEqualTo(1);
    assertThat(read("return['7']", Map.of(7, "seven"))).isEqualTo("seven");
    assertThat(read("return['8']", new TreeMap<>(Map.of(7, "seven")))).isNull();
    assertThatThrownBy(() -> read("return['a']", List.of()))
        .hasMessageContaining("is no map, so it has no key \"a\"");
  }

  @Test
  void whatIsNotThereIsSaidWithWhatIs() {
    assertThatThrownBy(() -> read("return.lable", new Score("x", List.of())))
        .isInstanceOf(PathException.class)
        .hasMessage(Score.class.getName() + " has no lable; it has label, scores");
    assertThatThrownBy(() -> read("return.nothing()", new Bean()))
        .hasMessageEndingWith("Bean has no method nothing()");
    assertThatThrownBy(() -> read("return.getClass()", new Bean()))
        .hasMessageEndingWith("has no method getClass()");
  }

  @Test
  void whatTheHostThrowsIsNamedButNotQuoted() {
    assertThatThrownBy(() -> read("return.broken()", new Bean()))
        .isInstanceOf(PathException.class)
        .hasMessage(Bean.class.getName() + ".broken threw java.lang.IllegalStateException");
  }

  @Test
  void hookedMethodIsNeverCalled() {
    HookedMethod hooked = new HookedMethod(Glob.of("*PathReaderTest$Model"), Glob.of("*score*"));

    PathReader direct = new PathReader(ValuePath.parse("this.score()"), hooked);
    Model model = new Model();
    assertThatThrownBy(() -> direct.read(model, new Object[0], null))
        .hasMessage("score is the hooked method; a path does not call it");
    HookedMethod getter = new HookedMethod(Glob.of("*$Model"), Glob.of("getScore"));
    PathReader property = new PathReader(ValuePath.parse("arg0.score"), getter);
    assertThatThrownBy(() -> property.read(null, new Object[] {model}, null))
        .hasMessageContaining("getScore is the hooked method");
    PathReader name = new PathReader(ValuePath.parse("this.name"), hooked);
    assertThat(name.read(model, new Object[0], null)).isEqualTo("m");
    assertThat(model.score() + model.getScore()).isEqualTo(3);
  }

  @Test
  void componentsAreInTheOrderOfTheSource() {
    assertThat(Components.of(new Score("x", List.of()))).hasToString("label, scores");
    assertThat(Components.of(new Bean())).hasToString("URL, active, name");
    assertThat(Components.of(new Hidden()).count()).isZero();
    assertThat(Components.of("text").count()).isZero();
  }

  @Test
  void endlessCollectionsAreFollowedNoFurtherThanAsked() {
    Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).iterator();

    assertThat(read("return[3]", endless)).isEqualTo(3);
    assertThat(Elements.first(Collections.nCopies(1_000_000, "x"), 3)).hasSize(3);
    assertThat(Elements.first(Arrays.asList(1, 2), 3)).containsExactly(1, 2);
  }

  @Test
  void classesThatWereReadAreNotKept() throws Exception {
    WeakReference<ClassLoader> loader = readInOtherLoader();
    for (int i = 0; i < 100 && loader.get() != null; i++) {
      System.gc();
      System.runFinalization();
    }

    assertThat(loader.get()).isNull();
  }

  private static WeakReference<ClassLoader> readInOtherLoader() throws Exception {
    ClassLoader other = new OwnClasses();
    Class<?> type = other.loadClass(Score.class.getName());
    var constructor = type.getDeclaredConstructor(String.class, List.class);
    constructor.setAccessible(true);
    Object score = constructor.newInstance("fraud", List.of(.5));
    assertThat(type).isNotEqualTo(Score.class);
    assertThat(read("return.scores[0]", score)).isEqualTo(.5);
    assertThat(Components.of(score).count()).isEqualTo(2);
    return new WeakReference<>(other);
  }

  /** A second copy of this test's classes, as an application of its own would have. */
  private static final class OwnClasses extends ClassLoader {
    OwnClasses() {
      super(PathReaderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PathReaderTest.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = Objects.requireNonNull(in).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static @Nullable Object read(String path, Object result) {
    return reader(path).read(null, new Object[0], result);
  }

  private static PathReader reader(String path) {
    return new PathReader(
        ValuePath.parse(path), new HookedMethod(Glob.of("none"), Glob.of("none")));
  }
}
