package dev.vernier.engine.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J and oneDNN load and compute, side by side in one process, on this host's native parts. */
class NativeStackTest {

    @Test
    void nd4jMultipliesMatrices() {
        INDArray a = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
        INDArray b = Nd4j.createFromArray(new float[][] {{5, 6}, {7, 8}});

        assertThat(a.mmul(b).toFloatMatrix()).isDeepEqualTo(new float[][] {{19, 22}, {43, 50}});
    }

    @Test
    void oneDnnConvolvesInMemoryOfNd4j() {
        // 1×1×3×3 image, 1×1×2×2 kernel of ones, no padding: each output is the sum of a 2×2 window.
        INDArray image = Nd4j.arange(1, 10).castTo(DataType.FLOAT);
        float[] sums = convolve(new FloatPointer(image.data().pointer()), new FloatPointer(1f, 1f, 1f, 1f));

        assertThat(sums).containsExactly(12, 16, 24, 28);
    }

    private static float[] convolve(FloatPointer image, FloatPointer kernel) {
        FloatPointer result = new FloatPointer(4);
        engine cpu = new engine(engine.kind.cpu, 0);
        stream queue = new stream(cpu);
        memory source = memory(cpu, image, 3);
        memory weights = memory(cpu, kernel, 2);
        memory sums = memory(cpu, result, 2);
        convolution_forward.primitive_desc plan = new convolution_forward.primitive_desc(
                cpu,
                dnnl.dnnl_forward_inference,
                dnnl.dnnl_convolution_direct,
                source.get_desc(),
                weights.get_desc(),
                sums.get_desc(),
                new long[] {1, 1},
                new long[] {0, 0},
                new long[] {0, 0});
        dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(3);
        arguments.position(0).arg(dnnl.DNNL_ARG_SRC).memory(source.get());
        arguments.position(1).arg(dnnl.DNNL_ARG_WEIGHTS).memory(weights.get());
        arguments.position(2).arg(dnnl.DNNL_ARG_DST).memory(sums.get());
        int status =
                dnnl.dnnl_primitive_execute(new convolution_forward(plan).get(), queue.get(), 3, arguments.position(0));
        assertThat(status).isEqualTo(dnnl.dnnl_success);
        queue._wait();
        float[] values = new float[4];
        result.get(values);
        return values;
    }

    private static memory memory(engine cpu, FloatPointer data, int side) {
        return new memory(
                new desc(new long[] {1, 1, side, side}, memory.data_type.f32, memory.format_tag.nchw), cpu, data);
    }
}
