package io.plumbline.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TypeHierarchyTest {
  private static final ClassLoader LOADER = TypeHierarchyTest.class.getClassLoader();

  private final Map<String, List<String>> above = new LinkedHashMap<>();
  private final List<String> askedFor = new ArrayList<>();

  private record Named(String name, TypeHierarchyTest types) implements HostType {
    @Override
    public List<Named> above() {
      types.askedFor.add(name);
      return types.above.getOrDefault(name, List.of()).stream()
          .map(each -> new Named(each, types))
          .toList();
    }

    @Override
    public boolean mentions(String[] names) {
      return true;
    }

    @Override
    public boolean mayDeclare(Predicate<String> method) {
      return true;
    }
  }

  @Test
  void typeIsBelowItsSuperclassAndEachInterfaceOfThose() {
    above.put("A", List.of("java.lang.Object", "I"));
    above.put("B", List.of("A", "J"));
    above.put("J", List.of("java.lang.Object", "K"));

    assertThat(isBelow("B", "A")).isTrue();
    assertThat(isBelow("B", "I")).isTrue();
    assertThat(isBelow("B", "K")).isTrue();
    assertThat(isBelow("A", "K")).isFalse();
  }

  @Test
  void typeIsNotBelowItself() {
    TypeHierarchy hierarchy = new TypeHierarchy("A"::equals);

    assertThat(hierarchy.isBelow(new Named("A", this), LOADER)).isFalse();
    assertThat(hierarchy.isNamed(new Named("A", this))).isTrue();
  }

  @Test
  void typeOfTheJdkMayBeMeantAndIsNeverAskedWhatIsAboveIt() {
    above.put("A", List.of("java.util.AbstractList"));

    assertThat(isBelow("A", "java.util.AbstractList")).isTrue();
    assertThat(isBelow("A", "java.util.List")).isFalse();
    assertThat(askedFor).containsOnly("A");
  }

  @Test
  void sharedSupertypeIsAskedOnce() {
    above.put("A", List.of("Base"));
    above.put("B", List.of("Base"));
    TypeHierarchy hierarchy = new TypeHierarchy("I"::equals);

    assertThat(hierarchy.isBelow(new Named("A", this), LOADER)).isFalse();
    assertThat(hierarchy.isBelow(new Named("B", this), LOADER)).isFalse();

    assertThat(askedFor).containsExactly("A", "Base", "B");
  }

  @Test
  void loadedTypesAreAskedThemselves() {
    TypeHierarchy hierarchy = new TypeHierarchy("java.util.AbstractList"::equals);

    assertThat(hierarchy.isBelow(new LoadedType(Listing.class), LOADER)).isTrue();
    assertThat(new LoadedType(Listing.class).above())
        .extracting(HostType::name)
        .containsExactly("java.util.AbstractList", "java.lang.Cloneable");
  }

  abstract static class Listing extends AbstractList<String> implements Cloneable {}

  private boolean isBelow(String type, String name) {
    return new TypeHierarchy(name::equals).isBelow(new Named(type, this), LOADER);
  }
}
