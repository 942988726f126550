package dev.vernier.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Pattern;

/** Who may know whom, over the compiled classes of every module. ARCHITECTURE.md draws the same picture. */
@AnalyzeClasses(packages = "dev.vernier", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

    /** Leaves out what is compiled from tests, whichever folder the build or an IDE puts that in. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    private static final String ENGINE = "dev.vernier.engine..";
    private static final String IO = "dev.vernier.io..";
    private static final String APP = "dev.vernier.app..";

    @ArchTest
    static final ArchRule theEngineKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(IO, APP)
            .because("dependencies run one way, app to model-io to quant-engine, so that the engine can be used alone");

    @ArchTest
    static final ArchRule modelIoDoesNotKnowTheApp = noClasses()
            .that()
            .resideInAPackage(IO)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(APP)
            .because("dependencies run one way, app to model-io to quant-engine");

    @ArchTest
    static final ArchRule theEngineKnowsNoFiles = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.file..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(File|RandomAccess).*")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson..", "com.google.protobuf..", "ai.onnx..")
            .because("formats belong to model-io; the engine works on graphs and data in memory, whatever they came"
                    + " from");

    @ArchTest
    static final ArchRule onlyTheAppKnowsJavaFx = noClasses()
            .that()
            .resideOutsideOfPackage(APP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "com.sun.javafx..", "org.controlsfx..", "atlantafx..")
            .because("everything that is computed must also run on a server, in a script and in a test without a"
                    + " toolkit");

    @ArchTest
    static final ArchRule theCommandLineKnowsNoJavaFx = noClasses()
            .that()
            .resideInAPackage("dev.vernier.app.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "com.sun.javafx..", "org.controlsfx..", "atlantafx..")
            .because("a command without a window must start fast and where there is no display");

    @ArchTest
    static final ArchRule nativeTypesStayBehindTheTensorBoundary = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.vernier.engine.tensor..", "dev.vernier.engine.exec..", "dev.vernier.io.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
            .because("native memory has an owner and a layout that only the executor knows; everyone else sees plain"
                    + " tensors");

    @ArchTest
    static final ArchRule realRuntimesAreProofOnly = noClasses()
            .that(not(resideInAnyPackage("dev.vernier.io.runtime..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..", "org.bytedeco.tensorflowlite..")
            .because("a runtime is evidence for what Vernier computes, never the thing that computes it");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should(haveSimpleNameMatching(".*(Utils?|Manager|Helpers?)"))
            .because("such a name tells nobody what the class holds, and so it comes to hold everything");

    @ArchTest
    static final ArchRule onlyTheAppWritesToTheTerminal = noClasses()
            .that()
            .resideOutsideOfPackage(APP)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .because("standard output carries results and standard error one-line messages, both the command line's to"
                    + " write");

    @ArchTest
    static final ArchRule onlyMainEndsTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage("dev.vernier.app")
            .should()
            .callMethod(System.class, "exit", int.class)
            .because("an exit in the middle loses what a person has not saved; commands return a status instead");

    @ArchTest
    static final ArchRule nothingRoundsHalfUp = noClasses()
            .that()
            .resideInAnyPackage(ENGINE, IO)
            .should()
            .callMethod(Math.class, "round", float.class)
            .orShould()
            .callMethod(Math.class, "round", double.class)
            .because("ONNX rounds half to even and TensorFlow Lite half away from zero; Math.round does neither");

    private static ArchCondition<JavaClass> haveSimpleNameMatching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new ArchCondition<>("have a simple name matching '" + regex + "'") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean matches = pattern.matcher(type.getSimpleName()).matches();
                events.add(new SimpleConditionEvent(
                        type, matches, type.getName() + " is named so in " + type.getSourceCodeLocation()));
            }
        };
    }
}
